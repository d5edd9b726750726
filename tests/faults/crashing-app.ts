import { AsyncLocalStorage } from 'node:async_hooks'
import { ClientSession } from 'mongodb'
import { SiteChannel } from '../../adapters/site-chat/channel.js'
import { Limits } from '../../adapters/site-chat/limits.js'
import { telegramCapabilities } from '../../adapters/telegram/capabilities.js'
import { TelegramChannel } from '../../adapters/telegram/channel.js'
import { cloudCapabilities } from '../../adapters/whatsapp/cloud/capabilities.js'
import { CloudChannel } from '../../adapters/whatsapp/cloud/channel.js'
import { whatsAppWebCapabilities } from '../../adapters/whatsapp/web/capabilities.js'
import { WhatsAppWebChannel } from '../../adapters/whatsapp/web/channel.js'
import { ManagerChannel } from '../../bot/manager/channel.js'
import type { Channel } from '../../core/channel.js'
import { systemClock } from '../../core/clock.js'
import { readEnv } from '../../core/env.js'
import { Dispatcher } from '../../core/events/dispatcher.js'
import type { Subscriber } from '../../core/events.js'
import { Inbox } from '../../core/inbox/receive-message.js'
import { createLog } from '../../core/log.js'
import { recurringJobs } from '../../jobs/run-jobs.js'
import { startOtklik } from '../../main.js'
import type { CrashPoint } from './crash-points.js'

/*
 * The real product in a process of its own that kills itself, as `kill -9` does, when it passes CRASH_POINT for the
 * CRASH_AFTER-th time; with CRASH_SIGNAL=SIGSTOP it freezes instead. Everything is wrapped from outside: the product has no hooks for this. CLOCK_OFFSET_MS moves its
 * clock. It begins when its parent says `{ env }`, answers `{ url }` when it works, and ends with it.
 */

process.on('disconnect', () => process.exit(1))
const given = await new Promise<NodeJS.ProcessEnv>((resolve) => {
  process.once('message', (said: { env: NodeJS.ProcessEnv }) => resolve(said.env))
})
const point = given.CRASH_POINT as CrashPoint | undefined
let left = Number(given.CRASH_AFTER ?? 1)
let armed = false

function pass(here: CrashPoint): void {
  if (!armed || here !== point) return
  left -= 1
  if (left === 0) process.kill(process.pid, given.CRASH_SIGNAL ?? 'SIGKILL')
}

// The sandboxes have no limits, so the test need not wait for the platforms' pace, nor visitors behind one address for ours.
for (const { pace } of [telegramCapabilities, cloudCapabilities, whatsAppWebCapabilities])
  Object.assign(pace, { perSecond: 10_000, perChatPerSecond: 10_000, chatBurst: 10_000 })
Limits.prototype.take = () => Promise.resolve(0)

const receive = Inbox.prototype.receive
Inbox.prototype.receive = function (this: Inbox, inbound) {
  pass('before-store')
  return receive.call(this, inbound)
}

const inJob = new AsyncLocalStorage<boolean>()
for (const job of recurringJobs) {
  const { run } = job
  job.run = (core) => inJob.run(true, () => run.call(job, core))
}

const commit = ClientSession.prototype.commitTransaction
ClientSession.prototype.commitTransaction = async function (this: ClientSession, ...args) {
  const claims = inJob.getStore() === true
  pass('in-transaction')
  if (claims) pass('in-claim')
  await commit.apply(this, args)
  pass('after-commit')
  if (claims) pass('after-claim')
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

for (const channel of [TelegramChannel, CloudChannel, SiteChannel, WhatsAppWebChannel]) {
  const prototype: Pick<Channel, 'send'> = channel.prototype
  const { send } = prototype
  prototype.send = async function (outbound) {
    pass('before-send')
    const result = await send.call(this, outbound)
    pass('mid-send')
    // A whole turn of work later the delivery has been settled, and what follows it has begun.
    setTimeout(() => pass('after-settle'), 20)
    return result
  }
}

const notify = ManagerChannel.prototype.send
ManagerChannel.prototype.send = async function (this: ManagerChannel, outbound) {
  pass('before-notice')
  const result = await notify.call(this, outbound)
  pass('mid-notice')
  return result
}

const settings = readEnv(given)
if ('mistakes' in settings) throw new Error(settings.mistakes.join('; '))
const offset = Number(given.CLOCK_OFFSET_MS ?? 0)
const otklik = await startOtklik(settings.env, {
  clock: { now: () => new Date(systemClock.now().getTime() + offset) },
  log: createLog(settings.env.LOG_LEVEL),
})
armed = true
process.on('message', (word) => {
  if (word === 'stop') void otklik.stop().then(() => process.exit(0))
})
process.send?.({ url: otklik.url })
