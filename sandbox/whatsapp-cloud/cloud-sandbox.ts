import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Clock, systemClock } from '../../core/clock.js'
import { CallJournal, type CallRecord } from '../telegram/call-journal.js'
import { FaultPlans } from '../telegram/faults.js'
import type { PersonChat } from '../telegram/person-chat.js'
import { createTelegramSandbox, type NewPerson, type TelegramSandbox } from '../telegram/sandbox.js'
import type { PersonView } from '../telegram/view.js'
import { CloudPeople } from './cloud-people.js'
import { serveCloudControl } from './control.js'
import { GraphApi } from './graph-api.js'
import { CloudPace } from './pace.js'
import { PeopleSide } from './people-side.js'
import { type CloudTemplate, sampleTemplates } from './templates.js'
import { WebhookSender } from './webhook-sender.js'

/** How the number is reached: what Meta would hand out. */
export interface CloudAccount {
  token: string
  phoneId: string
  /** More numbers of the same company, whose phones show one chat with all of them. */
  otherPhoneIds?: readonly string[]
  businessId: string
  appSecret: string
  verifyToken: string
  /** The number people see, with the plus, and the name of its profile. */
  number: string
  name: string
}

export const sandboxAccount: CloudAccount = {
  token: 'sandbox-whatsapp-token-000000000000',
  phoneId: '100000000000001',
  businessId: '200000000000001',
  appSecret: 'sandbox-whatsapp-app-secret-0000',
  verifyToken: 'sandbox-verify-token',
  number: '+79130000000',
  name: 'WhatsApp',
}

export interface CloudSandboxOptions {
  account?: Partial<CloudAccount>
  /** Folder where chats and files are kept; memory only without it. */
  dataDir?: string
  clock?: Clock
  /** Makes the chances of planned faults repeatable. */
  seed?: number
  /** Refuses what is faster than Meta's published limits. On unless told. */
  pace?: boolean
  webhook?: { retryMs?: number; maxRetryMs?: number; timeoutMs?: number }
  onError?: (error: unknown) => void
}

type Handler = (req: IncomingMessage, res: ServerResponse, next?: () => void) => void

/**
 * A small WhatsApp behind the Cloud API: a Graph API server for our client, signed webhooks with retries, and people with
 * phones (those of the Telegram sandbox, in a world of their own). Faults are planned by call: `messages`, `media`,
 * `media-info`, `file`, `message_templates`, `number`.
 */
export interface CloudSandbox {
  readonly account: CloudAccount
  readonly phones: TelegramSandbox
  readonly faults: FaultPlans
  readonly templates: CloudTemplate[]
  /** Posts what people say; `hold` and `release` make batches, `history` is for repeats. */
  readonly webhooks: WebhookSender
  /** For `app.use('/some/prefix', sandbox.router)`: the API root is then `http://host/some/prefix`. */
  readonly router: Handler
  listen(port?: number): Promise<{ url: string; close(): Promise<void> }>
  /** Where webhooks go. Asks for the handshake as Meta does; rejects when it fails. */
  subscribe(url: string): Promise<void>
  createPerson(person: NewPerson): PersonView
  /** The chat of this person (found by id or name, made when there is none) with the company. */
  user(who: number | string): PersonChat
  personOf(who: number | string): PersonView
  waIdOf(who: number | string): string
  userIdOf(who: number | string): string
  /** The person takes a username: their number is left out of webhooks from now on. */
  hideNumber(who: number | string, hidden: boolean): void
  /** A phone that is off gets nothing; switched on, what came is delivered. */
  setPhoneOn(who: number | string, on: boolean): void
  /** The person looks at the chat: everything of ours is read. */
  read(who: number | string): void
  /** Hands the last webhook with this message over again. */
  repeat(wamid: string): Promise<void>
  /** Tells of a message of any shape, as if it came from the person. */
  inject(who: number | string, message: Record<string, unknown>): void
  calls(method?: string): CallRecord[]
  reset(): void
  close(): void
}

export const numberToken = '7900000002:sandbox-whatsapp-cloud'
export const numberUsername = 'whatsapp'

export function createCloudSandbox(options: CloudSandboxOptions = {}): CloudSandbox {
  const account = { ...sandboxAccount, ...options.account }
  const clock = options.clock ?? systemClock
  const onError = options.onError ?? ((error: unknown) => console.error('whatsapp cloud sandbox:', error))
  const phones = createTelegramSandbox({
    clock,
    onError,
    firstPersonId: 700_300_001,
    filePrefix: 'WA',
    ...(options.dataDir ? { dataDir: options.dataDir } : {}),
  })
  phones.createBot(numberToken, { username: numberUsername, name: account.name })
  const { world } = phones
  const faults = new FaultPlans(options.seed)
  const journal = new CallJournal()
  const templates = structuredClone(sampleTemplates) as CloudTemplate[]
  const people = new CloudPeople(world)
  const webhooks = new WebhookSender(
    (value) => ({
      object: 'whatsapp_business_account',
      entry: [
        {
          id: account.businessId,
          changes: [
            {
              field: 'messages',
              value: {
                messaging_product: 'whatsapp',
                metadata: {
                  display_phone_number: account.number.replace(/\D/g, ''),
                  phone_number_id: account.phoneId,
                },
                ...value,
              },
            },
          ],
        },
      ],
    }),
    { retryMs: 200, maxRetryMs: 5_000, timeoutMs: 60_000, ...options.webhook },
  )
  const peopleSide = new PeopleSide({ world, people, webhooks })
  const graph = new GraphApi({
    account,
    world,
    people,
    faults,
    journal,
    templates,
    peopleSide,
    pace: options.pace === false ? null : new CloudPace(),
    onError,
  })
  const personOf = (who: number | string): PersonView => {
    const known = world.findPerson(who)
    if (known) return known
    if (typeof who === 'number') throw new Error('no such person')
    return sandbox.createPerson({ name: who })
  }

  const sandbox: CloudSandbox = {
    account,
    phones,
    faults,
    templates,
    webhooks,
    router(req, res, next) {
      const { pathname } = new URL(req.url ?? '/', 'http://sandbox')
      if (pathname.startsWith('/_control/')) void serveCloudControl(sandbox, req, res)
      else if (!graph.serve(req, res)) {
        if (next) next()
        else res.writeHead(404).end()
      }
    },
    async listen(port = 0) {
      const server = createServer((req, res) => sandbox.router(req, res))
      server.keepAliveTimeout = 120_000
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, '127.0.0.1', resolve)
      })
      return {
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        close: async () => {
          sandbox.close()
          const closed = new Promise<void>((resolve) => server.close(() => resolve()))
          server.closeAllConnections()
          await closed
        },
      }
    },
    async subscribe(url) {
      const challenge = String(Math.floor(Math.random() * 1e9))
      const query = new URLSearchParams({
        'hub.mode': 'subscribe',
        'hub.verify_token': account.verifyToken,
        'hub.challenge': challenge,
      })
      const answer = await fetch(`${url}?${query}`)
      if (answer.status !== 200 || (await answer.text()) !== challenge)
        throw new Error(`the handshake of the webhook answered ${answer.status}`)
      webhooks.aim({ url, appSecret: account.appSecret })
    },
    createPerson(person) {
      const made = phones.createPerson(person)
      phones.openChat(made.id, numberUsername)
      return made
    },
    user: (who) => phones.user(personOf(who).id).with(numberUsername),
    personOf,
    waIdOf: (who) => people.waIdOf(personOf(who)),
    userIdOf: (who) => people.userIdOf(personOf(who)),
    hideNumber: (who, hidden) => people.hideNumber(personOf(who), hidden),
    setPhoneOn(who, on) {
      people.turnOn(personOf(who), on)
      if (on) peopleSide.deliverWaiting(personOf(who))
    },
    read: (who) => peopleSide.read(personOf(who)),
    async repeat(wamid) {
      const body = webhooks.history.findLast((each) => each.includes(wamid))
      if (body === undefined) throw new Error('no webhook had this message')
      await webhooks.post(body)
    },
    inject: (who, message) => peopleSide.inject(personOf(who), message),
    calls: (method) => journal.list(method ? { method } : {}),
    reset() {
      phones.reset()
      faults.clear()
      journal.clear()
    },
    close() {
      webhooks.stop()
      peopleSide.stop()
      phones.close()
    },
  }
  return sandbox
}
