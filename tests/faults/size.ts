/** `npm run test:full` runs the promises at the size they are given at; `npm test` at one that fits into a minute. */
export const isFull = process.env.OTKLIK_FULL === '1'

/** OTKLIK_FULL_PART=0.1 runs a tenth of the full size: for a look on a busy machine. */
const part = Number(process.env.OTKLIK_FULL_PART ?? 1)
const some = (count: number, least = 1) => Math.max(least, Math.round(count * part))

/**
 * How many die. Each seed is an order of all named points (`crash-points.ts`), each passed a random number of times before
 * the process dies; with fewer `points` only the first of that order.
 */
export interface CrashSize {
  messages: number
  chats: number
  seeds: number
  points: number
}

/**
 * Every number that decides how long the fault tests take. The time limit is for a busy machine; on an idle one it is a
 * minute.
 *
 * "10,000 messages, 500 chats, kill -9 at named points x 50 seeds" is read as one run of 10,000 messages in 500 chats a
 * channel, over which every named point is hit with each of 50 seeds: 8 points x 50 seeds = 400 kills a channel. Ten thousand
 * messages for every seed alone would be 2,000,000 of them and show no more. In Telegram each life draws polling or webhook;
 * in WhatsApp Web each starts a Chromium.
 */
export const size = isFull
  ? {
      crash: {
        light: { messages: some(10_000), chats: some(500, 20), seeds: some(50), points: 8 },
        whatsAppWeb: { messages: some(10_000), chats: some(500, 20), seeds: some(50), points: 8 },
      },
      duplicates: { messages: some(10_000), chats: some(500, 20) },
      idempotentCalls: 100,
      failOvers: 2,
      soakMinutes: Number(process.env.OTKLIK_SOAK_MINUTES ?? 30),
      jobKills: some(100),
      planned: some(3_000),
      restarts: 4,
      sends: { count: some(10_000), chats: some(500, 20), chance: 0.01 },
      sendsInBrowser: { count: some(500, 100), chats: some(50, 10), chance: 0.02 },
      malformed: { perDoor: 500, generated: 100_000 },
      timeLimitMs: 4 * 3600_000,
    }
  : {
      crash: {
        light: { messages: 250, chats: 27, seeds: 1, points: 8 },
        whatsAppWeb: { messages: 60, chats: 8, seeds: 1, points: 2 },
      },
      duplicates: { messages: 300, chats: 30 },
      idempotentCalls: 30,
      failOvers: 0,
      soakMinutes: 0,
      jobKills: 1,
      planned: 90,
      restarts: 2,
      sends: { count: 200, chats: 40, chance: 0.05 },
      sendsInBrowser: { count: 40, chats: 8, chance: 0.05 },
      malformed: { perDoor: 500, generated: 2_000 },
      timeLimitMs: 4 * 60_000,
    }
