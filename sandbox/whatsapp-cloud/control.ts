import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { readBody } from '../telegram/request.js'
import type { CloudSandbox } from './cloud-sandbox.js'

const person = z.union([z.number().int(), z.string().min(1)])

type Act = (sandbox: CloudSandbox, body: unknown) => unknown

const newPerson = z.object({
  name: z.string().trim().min(1).max(64),
  phone: z.string().optional(),
  role: z.string().optional(),
  about: z.string().max(80).optional(),
})

/** What WhatsApp has beside the phones of the Telegram sandbox, whose control API answers everything else. */
const acts: Readonly<Record<string, Act>> = {
  // Nobody presses "start" here: the chat is open from the beginning.
  people: (sandbox, body) => sandbox.createPerson(newPerson.parse(body)),
  read: (sandbox, body) => sandbox.read(z.object({ person }).parse(body).person),
  'hide-number': (sandbox, body) => {
    const given = z.object({ person, hidden: z.boolean() }).parse(body)
    sandbox.hideNumber(given.person, given.hidden)
  },
  'phone-on': (sandbox, body) => {
    const given = z.object({ person, on: z.boolean() }).parse(body)
    sandbox.setPhoneOn(given.person, given.on)
  },
}

export async function serveCloudControl(
  sandbox: CloudSandbox,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(req.url ?? '/', 'http://sandbox')
  const act = acts[pathname.slice('/_control/'.length)]
  if (!act || req.method !== 'POST') {
    sandbox.phones.handle(req, res)
    return
  }
  const { origin, host } = req.headers
  const isForeign = origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host)
  try {
    if (isForeign) throw new Error('foreign-origin')
    const result = act(sandbox, JSON.parse((await readBody(req)).toString('utf8')))
    res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result ?? {}))
  } catch (error) {
    const code = error instanceof Error ? error.message.slice(0, 200) : 'invalid'
    res
      .writeHead(isForeign ? 403 : 400, { 'content-type': 'application/json' })
      .end(JSON.stringify({ error: { code } }))
  }
}
