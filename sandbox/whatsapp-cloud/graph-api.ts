import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import type { CallJournal } from '../telegram/call-journal.js'
import type { FaultPlan, FaultPlans } from '../telegram/faults.js'
import { parseMultipart } from '../telegram/multipart.js'
import { readBody } from '../telegram/request.js'
import type { PersonView } from '../telegram/view.js'
import type { Chat, World } from '../telegram/world.js'
import type { CloudPeople } from './cloud-people.js'
import type { CloudAccount } from './cloud-sandbox.js'
import { shownPart, wamidOf } from './convert.js'
import { GraphError, graphError } from './graph-error.js'
import type { CloudPace } from './pace.js'
import type { PeopleSide } from './people-side.js'
import { type CloudTemplate, renderTemplate } from './templates.js'

export interface GraphApiOptions {
  account: CloudAccount
  world: World
  people: CloudPeople
  faults: FaultPlans
  journal: CallJournal
  templates: CloudTemplate[]
  peopleSide: PeopleSide
  pace: CloudPace | null
  onError: (error: unknown) => void
}

const windowSeconds = 24 * 3_600
/** Addresses of files live so long, ms. */
const addressMs = 5 * 60_000

interface GraphCall {
  name: 'number' | 'messages' | 'media' | 'media-info' | 'file' | 'message_templates'
  id: string
  query: URLSearchParams
  req: IncomingMessage
}

const sending = z.looseObject({
  messaging_product: z.literal('whatsapp'),
  to: z.string().optional(),
  recipient: z.string().optional(),
  context: z.object({ message_id: z.string() }).optional(),
  biz_opaque_callback_data: z.string().max(512).optional(),
})
const reading = z.looseObject({ status: z.literal('read'), message_id: z.string() })

/** What our client may ask of `graph.facebook.com`. */
export class GraphApi {
  constructor(private readonly options: GraphApiOptions) {}

  /** False when the path is none of the API's. */
  serve(req: IncomingMessage, res: ServerResponse): boolean {
    const call = this.#callOf(req)
    if (!call) return false
    void this.#answer(call, req, res)
    return true
  }

  #callOf(req: IncomingMessage): GraphCall | null {
    const { pathname, searchParams: query } = new URL(req.url ?? '/', 'http://sandbox')
    const file = /^\/media\/([^/]+)$/.exec(pathname)
    if (file) return { name: 'file', id: decodeURIComponent(file[1] ?? ''), query, req }
    const [, id = '', edge] =
      /^\/v\d+\.\d+\/([^/]+)(?:\/(messages|media|message_templates))?$/.exec(pathname) ?? []
    if (id === '') return null
    if (edge === 'messages' || edge === 'media' || edge === 'message_templates')
      return { name: edge, id, query, req }
    return { name: this.#isNumber(id) ? 'number' : 'media-info', id: decodeURIComponent(id), query, req }
  }

  async #answer(call: GraphCall, req: IncomingMessage, res: ServerResponse): Promise<void> {
    try {
      this.#authorise(req)
      const body = req.method === 'POST' ? await readBody(req) : Buffer.alloc(0)
      const fault = this.options.faults.take({
        method: call.name,
        bot: 'whatsapp',
        chatId: call.name === 'messages' ? this.#addressee(body)?.id : undefined,
      })
      const cut = await suffer(fault, req)
      if (cut) return
      const result = call.name === 'file' ? this.#file(call) : this.#do(call, body, fault?.kind ?? 'ok')
      if (fault?.kind === 'accepted-then-cut') return void req.socket.destroy()
      if (Buffer.isBuffer(result)) {
        res.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': result.length })
        res.end(result)
      } else sendJson(res, 200, result)
    } catch (error) {
      if (error instanceof Gateway) {
        res.writeHead(error.status, { 'content-type': 'text/html' }).end('<html><body>nginx</body></html>')
        return
      }
      if (error instanceof GraphError) return sendJson(res, error.status, error.toJSON())
      this.options.onError(error)
      sendJson(res, 500, graphError(131000).toJSON())
    }
  }

  #isNumber(id: string): boolean {
    const { phoneId, otherPhoneIds = [] } = this.options.account
    return id === phoneId || otherPhoneIds.includes(id)
  }

  #authorise({ headers }: IncomingMessage): void {
    if (headers.authorization !== `Bearer ${this.options.account.token}`) throw graphError(190)
  }

  /** @param outcome what the journal says of a message that was taken */
  #do(call: GraphCall, body: Buffer, outcome: string): object {
    const { account, world, journal } = this.options
    switch (call.name) {
      case 'number':
        return { id: call.id, display_phone_number: account.number, verified_name: account.name }
      case 'message_templates':
        return this.#templates(call)
      case 'media':
        return this.#upload(call, body)
      case 'media-info': {
        const file = world.files.get(call.id)
        if (!file) throw graphError(100, 'no such media')
        const expires = Date.now() + addressMs
        return {
          messaging_product: 'whatsapp',
          url: `${baseOf(call.req)}/media/${encodeURIComponent(file.fileId)}?expires=${expires}`,
          mime_type: file.mimeType,
          sha256: createHash('sha256').update(file.uniqueId).digest('hex'),
          file_size: String(file.size),
          id: file.fileId,
        }
      }
      default: {
        const params = parseJson(body)
        const record = (outcome: string, done: boolean) =>
          journal.add({ at: world.clock.now(), bot: 'whatsapp', method: 'messages', params, outcome, done })
        try {
          const result = this.#message(call, params)
          record(outcome, true)
          return result
        } catch (error) {
          record(error instanceof GraphError ? String(error.code) : 'error', false)
          throw error
        }
      }
    }
  }

  #message(call: GraphCall, params: Record<string, unknown>): object {
    const { world, people, peopleSide, pace } = this.options
    if (!this.#isNumber(call.id)) throw graphError(100, 'unknown phone number id')
    if (reading.safeParse(params).success) return this.#markRead(params)
    const result = sending.safeParse(params)
    if (!result.success) throw graphError(100, z.prettifyError(result.error))
    const { to, recipient, context, biz_opaque_callback_data: callbackData } = result.data
    const person = people.find({ to, recipient })
    if (!person) throw graphError(131026, 'the number is not on WhatsApp')
    pace?.pass(String(person.id))
    const chat = this.#chatOf(person)
    const part = shownPart(params, world.files, (template) =>
      renderTemplate(template, this.options.templates),
    )
    const accepted = (wamid: string) => ({
      messaging_product: 'whatsapp',
      contacts: [{ input: to ?? recipient, wa_id: people.waIdOf(person), user_id: people.userIdOf(person) }],
      messages: [{ id: wamid, message_status: 'accepted' }],
    })
    // Meta takes both and tells of them only in the webhook.
    const refused = chat.blocked ? 131026 : params.type !== 'template' && !this.#windowOpen(chat) ? 131047 : 0
    if (refused !== 0) {
      const wamid = `wamid.refused-${Math.random().toString(36).slice(2)}`
      peopleSide.failed(person, wamid, callbackData, refused)
      return accepted(wamid)
    }
    const replied = context && this.#byWamid(chat, context.message_id)
    const view = world.post(chat, this.#number.user, {
      ...(replied ? { reply_to_message: world.asReplied(replied) } : {}),
      ...part,
    })
    const wamid = wamidOf(chat.key, view.message.message_id)
    peopleSide.sent(person, wamid, callbackData)
    return accepted(wamid)
  }

  /** Blue ticks on the person's messages, and "typing…" where it was asked for. */
  #markRead(params: Record<string, unknown>): object {
    const { world } = this.options
    for (const chat of world.chats.values()) {
      const view = this.#byWamid(chat, String(params.message_id))
      if (!view) continue
      if (params.typing_indicator)
        world.emit({ type: 'typing', chatKey: chat.key, botId: this.#number.user.id, action: 'typing' })
      return { success: true }
    }
    throw graphError(100, 'no such message')
  }

  #upload(call: GraphCall, body: Buffer): object {
    const { world } = this.options
    if (!this.#isNumber(call.id)) throw graphError(100, 'unknown phone number id')
    const form = parseMultipart(body, call.req.headers['content-type'] ?? '')
    const file = form.files.get('file')
    if (!file || form.fields.messaging_product !== 'whatsapp') throw graphError(100, 'file is required')
    return {
      id: world.files.add({ ...file, mimeType: form.fields.type ?? file.mimeType }, 'document').fileId,
    }
  }

  #file({ id, query }: GraphCall): Buffer {
    const { world } = this.options
    const file = world.files.get(id)
    const bytes = file && world.files.bytes(file)
    if (!bytes || Number(query.get('expires')) < Date.now()) throw new GraphError(404, 100, 'address expired')
    return bytes
  }

  #templates({ id, query }: GraphCall): object {
    if (id !== this.options.account.businessId) throw graphError(100, 'unknown business account')
    const limit = Number(query.get('limit') ?? 25)
    const from = Number(query.get('after') ?? 0)
    const data = this.options.templates.slice(from, from + limit)
    const after = String(from + data.length)
    const more = from + data.length < this.options.templates.length
    return { data, paging: { cursors: { before: String(from), after }, ...(more ? { next: 'yes' } : {}) } }
  }

  #addressee(body: Buffer): PersonView | undefined {
    const { to, recipient } = parseJson(body)
    return this.options.people.find({
      to: typeof to === 'string' ? to : undefined,
      recipient: typeof recipient === 'string' ? recipient : undefined,
    })
  }

  #byWamid(chat: Chat, wamid: string) {
    return [...chat.messages.values()].find((view) => wamidOf(chat.key, view.message.message_id) === wamid)
  }

  #windowOpen(chat: Chat): boolean {
    const last = [...chat.messages.values()].findLast(({ message }) => message.from?.id === chat.id)
    return last !== undefined && this.options.world.now() - last.message.date < windowSeconds
  }

  #chatOf(person: PersonView): Chat {
    return this.options.world.privateChat(this.#number, person)
  }

  get #number() {
    const [number] = this.options.world.bots.values()
    if (!number) throw new Error('the number is not there')
    return number
  }
}

/** An error page of something before Meta. */
class Gateway extends Error {
  constructor(readonly status: number) {
    super(String(status))
  }
}

/** Does what was planned; true when no answer may be given any more. */
async function suffer(fault: FaultPlan | undefined, req: IncomingMessage): Promise<boolean> {
  if (!fault) return false
  if (fault.kind === 'http') {
    if (fault.html) throw new Gateway(fault.status)
    if (fault.code !== undefined) throw graphError(fault.code, fault.description)
    throw new GraphError(fault.status, fault.status === 429 ? 80007 : 131000, fault.description ?? 'planned')
  }
  if (fault.kind === 'drop') {
    req.socket.destroy()
    return true
  }
  if (fault.kind === 'stall') {
    await delay(fault.ms, undefined, { ref: false })
    if (fault.after === 'discard') {
      req.socket.destroy()
      return true
    }
  }
  return false
}

function baseOf(req: IncomingMessage): string {
  const original =
    'originalUrl' in req && typeof req.originalUrl === 'string' ? req.originalUrl : (req.url ?? '')
  const prefix = original.slice(0, original.length - (req.url ?? '').length)
  return `http://${req.headers.host ?? '127.0.0.1'}${prefix}`
}

function parseJson(body: Buffer): Record<string, unknown> {
  try {
    const value = JSON.parse(body.toString('utf8')) as unknown
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

function sendJson(res: ServerResponse, status: number, value: object): void {
  if (res.destroyed || res.headersSent) return
  const body = JSON.stringify(value)
  res.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
  res.end(body)
}
