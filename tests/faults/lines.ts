import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import express from 'express'
import { defaultLimits, type Limit, type LimitName } from '../../adapters/site-chat/limits.js'
import { TelegramChannel } from '../../adapters/telegram/channel.js'
import { CloudChannel } from '../../adapters/whatsapp/cloud/channel.js'
import { cloudWebhook } from '../../adapters/whatsapp/cloud/webhook.js'
import { WhatsAppWebChannel } from '../../adapters/whatsapp/web/channel.js'
import type { Channel } from '../../core/channel.js'
import { ensureEnvironmentAccount } from '../../core/channel-accounts/ensure-environment-account.js'
import { systemClock } from '../../core/clock.js'
import { DialogRunner } from '../../core/dialogs/dialog-runner.js'
import { ScriptLibrary } from '../../core/dialogs/script-library.js'
import { hostChannel } from '../../core/host-channel.js'
import { Inbox } from '../../core/inbox/receive-message.js'
import type { FaultInput, FaultPlans } from '../../sandbox/telegram/faults.js'
import { createTelegramSandbox } from '../../sandbox/telegram/sandbox.js'
import { clientBot } from '../factories/app.js'
import type { TestCore } from '../factories/core.js'
import { startSiteChat } from '../factories/site-chat.js'
import type { StreetName } from './outside.js'
import { type SitePasserby, SiteStreet } from './streets/site-chat.js'
import type { Street } from './streets/street.js'
import { TelegramStreet } from './streets/telegram.js'
import { CloudStreet } from './streets/whatsapp-cloud.js'
import { WebStreet } from './streets/whatsapp-web.js'

/** Stands for the 20 s after which the product calls a send unknown, and the 35 s stall that outlasts it. */
const timeoutMs = 2_500
const stallMs = 4_375

/** One channel of the product in this process, with its platform outside and the troubles that can be planned there. */
export interface Line {
  readonly street: Street
  readonly channel: Channel
  /** Each kind of trouble befalls about this share of `count` sends. */
  trouble(share: number, count: number): void
  /** Kinds of trouble that were planned and have not happened. */
  untroubled(): string[]
  /** Sends that the platform refused for good. */
  refused(): number
  /** Sends that were held back and are done after all, when nobody waits for them any more. */
  heldBack(): { begun: number; done: number }
  /** From now on sends to this chat hang; null where there is nobody to hang on. */
  stall: ((chatId: string) => void) | null
  close(): Promise<void>
}

/** The sandboxes have no limits: these tests look at faults, not at the pace. */
const pace = { perSecond: 1_000, perChatPerSecond: 1_000, chatBurst: 1_000, concurrency: 30 }

export const openLine: Record<StreetName, (core: TestCore) => Promise<Line>> = {
  async telegram(core) {
    const telegram = createTelegramSandbox({ seed: 20_260_311 })
    telegram.createBot(clientBot.token, clientBot)
    const listening = await telegram.listen()
    const channel = new TelegramChannel({
      core,
      inbox: await inboxOf(core),
      accountId: 'telegram:main',
      token: clientBot.token,
      apiRoot: listening.url,
      mode: 'polling',
      textTimeoutMs: timeoutMs,
    })
    const end = host(core, channel)
    const plans: FaultInput[] = [
      { kind: 'http', status: 429, retryAfter: 1 },
      { kind: 'http', status: 500 },
      { kind: 'drop' },
      { kind: 'stall', ms: stallMs },
      { kind: 'accepted-then-cut' },
      // Not 403: whoever shut us out is written to no more, and everybody here must get all of their messages.
      { kind: 'http', status: 400 },
    ]
    return {
      street: new TelegramStreet(telegram, '', () => 'polling'),
      channel,
      ...planned(telegram.faults, plans, 'sendMessage'),
      refused: () => hitsOf(telegram.faults, 'http', 400),
      heldBack: () => ({
        begun: hitsOf(telegram.faults, 'stall'),
        done: telegram.calls().filter(({ outcome }) => outcome === 'stall').length,
      }),
      stall: (chatId) =>
        telegram.faults.add({ kind: 'stall', ms: 60_000, method: 'sendMessage', chatId: Number(chatId) }),
      async close() {
        await end()
        await listening.close()
      },
    }
  },

  async 'whatsapp-cloud'(core) {
    const street = await CloudStreet.open(systemClock, 20_260_312)
    const { sandbox } = street
    const { token, phoneId, appSecret, verifyToken, businessId } = sandbox.account
    const channel = new CloudChannel({
      core,
      inbox: await inboxOf(core),
      accountId: 'whatsapp:main',
      apiRoot: street.env().WHATSAPP_CLOUD_API_ROOT ?? '',
      token,
      phoneId,
      appSecret,
      verifyToken,
      businessId,
      textTimeoutMs: timeoutMs,
    })
    const server = createServer(express().use(cloudWebhook(core, () => [channel])))
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    await street.opened(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const end = host(core, channel)
    const plans: FaultInput[] = [
      // "Too many messages from this number", the one that passes in a second.
      { kind: 'http', status: 429, code: 130_429 },
      { kind: 'http', status: 500, html: true },
      { kind: 'drop' },
      { kind: 'stall', ms: stallMs },
      { kind: 'accepted-then-cut' },
      // "Parameter value is not valid".
      { kind: 'http', status: 400, code: 131_009 },
    ]
    return {
      street,
      channel,
      ...planned(sandbox.faults, plans, 'messages'),
      refused: () => hitsOf(sandbox.faults, 'http', 400),
      heldBack: () => ({
        begun: hitsOf(sandbox.faults, 'stall'),
        done: sandbox.calls().filter(({ outcome }) => outcome === 'stall').length,
      }),
      stall: (chatId) => {
        const { id } = sandbox.personOf(
          Number(
            [...sandbox.phones.world.people.values()].find((person) => sandbox.waIdOf(person.id) === chatId)
              ?.id,
          ),
        )
        sandbox.faults.add({ kind: 'stall', ms: 60_000, method: 'messages', chatId: id })
      },
      async close() {
        await end()
        await street.close()
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
      },
    }
  },

  /** Nobody refuses here: what can happen is that visitors' connections go, and that our own reading fails. */
  async 'site-chat'(core) {
    await inboxOf(core)
    const limits = Object.fromEntries(
      Object.keys(defaultLimits).map((name) => [name, { points: 1e6, seconds: 1 }]),
    ) as Record<LimitName, Limit>
    const server = await startSiteChat(core, { limits })
    const street = new SiteStreet()
    await street.opened(server.url)
    const { channel } = server.chat
    const send = channel.send.bind(channel)
    let [chance, cuts, failures] = [0, 0, 0]
    channel.send = async (outbound) => {
      const visitor = street.visitors.find(({ chatId }) => chatId === outbound.chatId) as SitePasserby
      if (Math.random() < chance) {
        cuts += 1
        visitor.cut()
      }
      const result = await send(outbound)
      if (Math.random() >= chance) return result
      failures += 1
      throw new Error('planned')
    }
    return {
      street,
      channel,
      trouble(share) {
        chance = share
      },
      untroubled: () => [...(cuts > 0 ? [] : ['cut']), ...(failures > 0 ? [] : ['failure'])],
      refused: () => 0,
      heldBack: () => ({ begun: 0, done: 0 }),
      stall: null,
      async close() {
        await street.close()
        await server.stop()
      },
    }
  },

  async 'whatsapp-web'(core) {
    const street = await WebStreet.open(systemClock, core)
    const { sandbox } = street
    const dataDir = await mkdtemp(path.join(tmpdir(), 'otklik-line-'))
    const { WHATSAPP_WEB_URL_RESOLVE: resolve, CHROMIUM_PATH: chromiumPath } = street.env()
    const channel = new WhatsAppWebChannel({
      core,
      inbox: await inboxOf(core),
      accountId: 'whatsapp:main',
      dataDir,
      ...(resolve ? { resolve } : {}),
      ...(chromiumPath ? { chromiumPath } : {}),
      limits: { look: 300, restart: 100, text: timeoutMs },
    })
    await ensureEnvironmentAccount(core, {
      accountId: 'whatsapp:main',
      kind: 'whatsapp-web',
      channel: 'whatsapp',
      name: 'WhatsApp',
    })
    const end = host(core, channel)
    await street.opened()
    const hits = (kind: string) =>
      sandbox.faults.list().reduce((sum, fault) => sum + (fault.plan.kind === kind ? fault.hits : 0), 0)
    return {
      street,
      channel,
      trouble(share, count) {
        for (let at = 0; at < Math.ceil(share * count); at++) {
          const skip = Math.floor(at / share)
          sandbox.faults.add({ kind: 'refuse-send', skip, times: 1 })
          sandbox.faults.add({ kind: 'silent-send', skip: skip + 1, times: 1 })
          sandbox.faults.add({ kind: 'slow-send', ms: stallMs, skip: skip + 2, times: 1 })
          sandbox.faults.add({ kind: 'accepted-then-cut', skip: skip + 3, times: 1 })
        }
      },
      untroubled: () =>
        ['refuse-send', 'silent-send', 'slow-send', 'accepted-then-cut'].filter((kind) => hits(kind) === 0),
      refused: () => hits('refuse-send'),
      heldBack: () => ({ begun: 0, done: 0 }),
      stall: (wid) => sandbox.faults.add({ kind: 'slow-send', ms: 60_000, wid }),
      async close() {
        await end()
        await street.close()
        await rm(dataDir, { recursive: true, force: true })
      },
    }
  },
}

async function inboxOf(core: TestCore): Promise<Inbox> {
  const scripts = new ScriptLibrary(core)
  await scripts.install([], null)
  return new Inbox(core, new DialogRunner(scripts))
}

function host(core: TestCore, channel: Channel): () => Promise<void> {
  Object.assign(channel, { capabilities: { ...channel.capabilities, pace } })
  core.channels.register(channel)
  const stopping = new AbortController()
  const work = hostChannel(core, channel, 'test', stopping.signal)
  return async () => {
    stopping.abort()
    await work
  }
}

function planned(
  faults: FaultPlans,
  plans: readonly FaultInput[],
  method: string,
): Pick<Line, 'trouble' | 'untroubled'> {
  return {
    trouble(share) {
      for (const plan of plans) faults.add({ ...plan, method, probability: share })
    },
    untroubled: () => faults.list().flatMap(({ plan, hits }) => (hits > 0 ? [] : [JSON.stringify(plan)])),
  }
}

function hitsOf(faults: FaultPlans, kind: string, status?: number): number {
  return faults
    .list()
    .filter(
      ({ plan }) =>
        plan.kind === kind && (status === undefined || ('status' in plan && plan.status === status)),
    )
    .reduce((sum, { hits }) => sum + hits, 0)
}
