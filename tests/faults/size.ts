/** `npm run test:full` runs the promises at the size they are given at; `npm test` at one that fits into a minute. */
export const isFull = process.env.OTKLIK_FULL === '1'

/** Every number that decides how long the fault tests take. The time limit is for a busy machine; on an idle one it is a minute. */
export const size = isFull
  ? {
      crash: { messages: 10_000, chats: 500, seeds: 50 },
      duplicates: { messages: 10_000, chats: 500 },
      idempotentCalls: 100,
      sends: { count: 10_000, chats: 500, chance: 0.01 },
      malformed: { perDoor: 500, generated: 100_000 },
      timeLimitMs: 4 * 3600_000,
    }
  : {
      crash: { messages: 250, chats: 25, seeds: 1 },
      duplicates: { messages: 500, chats: 50 },
      idempotentCalls: 100,
      sends: { count: 200, chats: 40, chance: 0.05 },
      malformed: { perDoor: 500, generated: 500 },
      timeLimitMs: 4 * 60_000,
    }
