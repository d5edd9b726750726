import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { BotApiError, errorOfStatus } from './api-error.js'
import type { CallJournal } from './call-journal.js'
import type { FaultPlan, FaultPlans } from './faults.js'
import { methodRegistry } from './methods/registry.js'
import type { PaceGate } from './pace-limits.js'
import { Params, readParams } from './request.js'
import type { WebhookTiming } from './webhook.js'
import type { Bot, World } from './world.js'

export interface BotSideOptions {
  world: World
  faults: FaultPlans
  journal: CallJournal
  webhook: WebhookTiming
  pace: PaceGate | undefined
  /** Registers a well-formed token on its first call instead of answering 401. */
  autoRegister: boolean
  /** Hears of the sandbox's own mistakes; a bot gets a 500 for them. */
  onError(error: unknown): void
}

/** The side that bots talk to: `/bot<token>/<method>` and `/file/bot<token>/<path>`. */
export class BotSide {
  readonly #methods

  constructor(readonly options: BotSideOptions) {
    this.#methods = methodRegistry({
      webhook: options.webhook,
      callMethod: (bot, { method, ...params }) => void this.#callQuietly(bot, String(method), params),
    })
  }

  async serveMethod(
    req: IncomingMessage,
    res: ServerResponse,
    call: { token: string; method: string; query: URLSearchParams },
  ): Promise<void> {
    const closed = new AbortController()
    // A reason of its own: the default one is an exception with a stack, made anew for every request.
    res.once('close', () => closed.abort('closed'))
    const known = this.#methods.get(call.method.toLowerCase())
    const method = known?.name ?? call.method
    try {
      const bot = this.#botOf(call.token)
      const params = await readParams(req, call.query)
      const fault = this.#faultFor(bot, method, params)
      const answer = await this.#perform(bot, method, params, fault, closed.signal)
      if (answer === 'cut') req.socket.destroy()
      else sendJson(res, 200, { ok: true, result: answer.result })
    } catch (error) {
      this.#refuse(res, error)
    }
  }

  async serveFile(req: IncomingMessage, res: ServerResponse, token: string, path: string): Promise<void> {
    try {
      const bot = this.#botOf(token)
      const fault = this.#faultFor(bot, 'file', new Params({}))
      if (fault?.kind === 'drop') return void req.socket.destroy()
      if (fault?.kind === 'http') throw plannedError(fault)
      if (fault?.kind === 'stall') await delay(fault.ms)
      const file = this.options.world.files.byPath(path)
      const bytes = file && this.options.world.files.bytes(file)
      if (!file || !bytes) throw errorOfStatus(404)
      res.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': bytes.length })
      if (fault?.kind !== 'accepted-then-cut') return void res.end(bytes)
      res.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => req.socket.destroy())
    } catch (error) {
      this.#refuse(res, error)
    }
  }

  #refuse(res: ServerResponse, error: unknown): void {
    if (res.destroyed) return
    if (!(error instanceof BotApiError) && !(error instanceof GatewayError)) this.options.onError(error)
    sendError(res, error)
  }

  #botOf(token: string): Bot {
    const { world, autoRegister } = this.options
    if (!/^\d+:[\w-]+$/.test(token)) throw errorOfStatus(404)
    const bot = world.botByToken(token)
    if (bot) return bot
    const id = Number(token.split(':', 1)[0])
    if (!autoRegister || world.bots.has(id)) throw errorOfStatus(401)
    return world.addBot(token, { username: `sandbox_${id}_bot`, name: `Bot ${id}` })
  }

  #faultFor(bot: Bot, method: string, params: Params): FaultPlan | undefined {
    const chatId = params.integer('chat_id')
    return this.options.faults.take({ method, bot: bot.user.username ?? '', chatId })
  }

  /** Runs a call with the trouble that was planned for it; `cut` means that no answer may be given. */
  async #perform(
    bot: Bot,
    method: string,
    params: Params,
    fault: FaultPlan | undefined,
    closed: AbortSignal,
  ): Promise<{ result: unknown } | 'cut'> {
    if (fault?.kind === 'http') {
      this.#note(bot, method, params, String(fault.status), false)
      throw plannedError(fault)
    }
    if (fault?.kind === 'drop') {
      this.#note(bot, method, params, 'drop', false)
      return 'cut'
    }
    if (fault?.kind === 'stall') {
      await delay(fault.ms, undefined, { ref: false })
      if (fault.after === 'discard') {
        this.#note(bot, method, params, 'stall', false)
        return 'cut'
      }
    }
    const result = await this.#run(bot, method, params, closed, fault?.kind ?? 'ok')
    return fault?.kind === 'accepted-then-cut' ? 'cut' : { result }
  }

  async #run(
    bot: Bot,
    method: string,
    params: Params,
    closed: AbortSignal,
    outcome: string,
  ): Promise<unknown> {
    try {
      const known = this.#methods.get(method.toLowerCase())
      if (!known) throw new BotApiError(404, 'Not Found: method not found')
      if (/^(send(?!ChatAction)|forward|copy)/.test(method)) {
        this.options.pace?.pass(bot.user.id, params.integer('chat_id') ?? 0)
      }
      const result = await known.run({ world: this.options.world, bot, params, closed })
      this.#note(bot, method, params, outcome, true)
      return result
    } catch (error) {
      this.#note(bot, method, params, error instanceof BotApiError ? String(error.code) : 'error', false)
      throw error
    }
  }

  async #callQuietly(bot: Bot, method: string, params: Record<string, unknown>): Promise<void> {
    // A method in a webhook's answer has nobody to hear of its failure; the journal has it.
    await this.#run(bot, method, new Params(params), new AbortController().signal, 'ok').catch(
      () => undefined,
    )
  }

  #note(bot: Bot, method: string, params: Params, outcome: string, done: boolean): void {
    const { journal, world } = this.options
    journal.add({
      at: world.clock.now(),
      bot: bot.user.username ?? '',
      method,
      params: params.values,
      outcome,
      done,
    })
  }
}

/** An error that a gateway gives has no JSON in it. */
class GatewayError extends Error {
  constructor(readonly status: number) {
    super(String(status))
  }
}

function plannedError(fault: Extract<FaultPlan, { kind: 'http' }>): Error {
  if (fault.html) return new GatewayError(fault.status)
  const usual = errorOfStatus(fault.status, fault.retryAfter)
  return fault.description === undefined
    ? usual
    : new BotApiError(fault.status, fault.description, usual.parameters)
}

function sendError(res: ServerResponse, error: unknown): void {
  if (error instanceof GatewayError) {
    res.writeHead(error.status, { 'content-type': 'text/html' })
    res.end(`<html><head><title>${error.status}</title></head><body><center>nginx</center></body></html>`)
    return
  }
  const known = error instanceof BotApiError ? error : new BotApiError(500, 'Internal Server Error: sandbox')
  sendJson(res, known.code, {
    ok: false,
    error_code: known.code,
    description: known.description,
    ...(known.parameters ? { parameters: known.parameters } : {}),
  })
}

function sendJson(res: ServerResponse, status: number, value: unknown): void {
  if (res.destroyed || res.headersSent) return
  const body = JSON.stringify(value)
  res.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
  res.end(body)
}
