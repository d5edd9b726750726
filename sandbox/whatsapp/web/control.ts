import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { readBody } from '../../telegram/request.js'
import type { WhatsAppSandbox } from './sandbox.js'

const person = z.union([z.number().int(), z.string().min(1)])
const newPerson = z.object({
  name: z.string().trim().min(1).max(64),
  phone: z.string().optional(),
  role: z.string().optional(),
  about: z.string().max(80).optional(),
})

type Act = (sandbox: WhatsAppSandbox, body: unknown) => unknown

/** What WhatsApp Web has beside the phones of the Telegram sandbox, whose control API answers everything else. */
const acts: Readonly<Record<string, Act>> = {
  'GET link': linkOf,
  'POST link': (sandbox, body) => {
    const { what } = z.object({ what: z.enum(['scan', 'unlink']) }).parse(body)
    if (what === 'scan') sandbox.scan()
    else sandbox.unlink()
    return linkOf(sandbox)
  },
  'POST people': (sandbox, body) => sandbox.createPerson(newPerson.parse(body)),
  'POST read': (sandbox, body) => sandbox.read(z.object({ person }).parse(body).person),
}

function linkOf({ server }: WhatsAppSandbox): { waiting: boolean; linked: boolean } {
  return { waiting: server.waiting, linked: server.linked }
}

export async function serveWhatsAppControl(
  sandbox: WhatsAppSandbox,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(req.url ?? '/', 'http://sandbox')
  const act = acts[`${req.method} ${pathname.slice('/_control/'.length)}`]
  if (!act) {
    sandbox.phones.handle(req, res)
    return
  }
  const { origin, host } = req.headers
  const isForeign = origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host)
  try {
    if (isForeign) throw new Error('foreign-origin')
    const body =
      req.method === 'POST' ? (JSON.parse((await readBody(req)).toString('utf8')) as unknown) : undefined
    answer(res, 200, act(sandbox, body) ?? {})
  } catch (error) {
    const code = error instanceof Error ? error.message.slice(0, 200) : 'invalid'
    answer(res, isForeign ? 403 : 400, { error: { code } })
  }
}

function answer(res: ServerResponse, status: number, value: unknown): void {
  res
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(value))
}
