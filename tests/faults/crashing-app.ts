import { ClientSession } from 'mongodb'
import { telegramCapabilities } from '../../adapters/telegram/capabilities.js'
import { TelegramChannel } from '../../adapters/telegram/channel.js'
import { ManagerChannel } from '../../bot/manager/channel.js'
import { systemClock } from '../../core/clock.js'
import { readEnv } from '../../core/env.js'
import { Dispatcher } from '../../core/events/dispatcher.js'
import type { Subscriber } from '../../core/events.js'
import { Inbox } from '../../core/inbox/receive-message.js'
import { createLog } from '../../core/log.js'
import { startOtklik } from '../../main.js'
import type { CrashPoint } from './crash-points.js'

/*
 * The real product in a process of its own that kills itself, as `kill -9` does, when it passes CRASH_POINT for the
 * CRASH_AFTER-th time. Everything is wrapped from outside: the product has no hooks for this. CLOCK_OFFSET_MS moves its
 * clock. It tells its parent `{ url }` when it works, and ends with it.
 */

const point = process.env.CRASH_POINT as CrashPoint | undefined
let left = Number(process.env.CRASH_AFTER ?? 1)
let armed = false

function pass(here: CrashPoint): void {
  if (!armed || here !== point) return
  left -= 1
  if (left <= 0) process.kill(process.pid, 'SIGKILL')
}

// The sandbox has no limits, so the test need not wait for Telegram's pace.
Object.assign(telegramCapabilities.pace, { perSecond: 10_000, perChatPerSecond: 10_000, chatBurst: 10_000 })

const receive = Inbox.prototype.receive
Inbox.prototype.receive = function (this: Inbox, inbound) {
  pass('before-store')
  return receive.call(this, inbound)
}

const commit = ClientSession.prototype.commitTransaction
ClientSession.prototype.commitTransaction = async function (this: ClientSession, ...args) {
  pass('in-transaction')
  await commit.apply(this, args)
  pass('after-commit')
}

const dispatch = Dispatcher.prototype.run
Dispatcher.prototype.run = function (this: Dispatcher, signal) {
  const dispatcher = this as unknown as { subscribers: readonly Subscriber[] }
  dispatcher.subscribers = dispatcher.subscribers.map(watched)
  return dispatch.call(this, signal)
}

function watched(subscriber: Subscriber): Subscriber {
  const on = Object.entries(subscriber.on).map(([type, handle]) => [
    type,
    async (...args: unknown[]) => {
      pass('before-event')
      await (handle as (...all: unknown[]) => Promise<void>)(...args)
      pass('mid-handler')
    },
  ])
  return { ...subscriber, on: Object.fromEntries(on) as Subscriber['on'] }
}

const send = TelegramChannel.prototype.send
TelegramChannel.prototype.send = async function (this: TelegramChannel, outbound) {
  pass('before-send')
  const result = await send.call(this, outbound)
  pass('mid-send')
  // A whole turn of work later the delivery has been settled, and what follows it has begun.
  setTimeout(() => pass('after-settle'), 20)
  return result
}

const notify = ManagerChannel.prototype.send
ManagerChannel.prototype.send = async function (this: ManagerChannel, outbound) {
  pass('before-notice')
  const result = await notify.call(this, outbound)
  pass('mid-notice')
  return result
}

const settings = readEnv(process.env)
if ('mistakes' in settings) throw new Error(settings.mistakes.join('; '))
const offset = Number(process.env.CLOCK_OFFSET_MS ?? 0)
const otklik = await startOtklik(settings.env, {
  clock: { now: () => new Date(systemClock.now().getTime() + offset) },
  log: createLog(settings.env.LOG_LEVEL),
})
armed = true
process.on('disconnect', () => process.exit(1))
process.on('message', (word) => {
  if (word === 'stop') void otklik.stop().then(() => process.exit(0))
})
process.send?.({ url: otklik.url })
