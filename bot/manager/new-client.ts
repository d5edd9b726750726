import { createClient } from '../../core/clients/create-client.js'
import { OtklikError } from '../../core/errors.js'
import { parseEmail } from '../../core/parse/parse-email.js'
import { parsePhone } from '../../core/parse/parse-phone.js'
import { answer } from './answer.js'
import { sendClient } from './client-card.js'
import type { ManagerContext } from './desk.js'

const phoneLike = /\+?\d[\d\s().-]{8,}\d/u
const emailLike = /[^\s,;]+@[^\s,;]+/u

/** What a person writes of a new client: name, company, phone and e-mail, by commas or lines; a phone may stand anywhere. */
export function readNewClient(text: string): {
  name: string
  companyName?: string
  phones: string[]
  emails: string[]
} {
  let rest = text
  const take = (pattern: RegExp, parse: (found: string) => { ok: boolean }): string[] => {
    const found = pattern.exec(rest)?.[0]
    if (found === undefined || !parse(found).ok) return []
    rest = rest.replace(found, ',')
    return [found, ...take(pattern, parse)]
  }
  const emails = take(emailLike, parseEmail)
  const phones = take(phoneLike, parsePhone)
  const [name = '', companyName] = rest
    .split(/[,;\n]/u)
    .map((part) => part.trim())
    .filter(Boolean)
  return { name, ...(companyName ? { companyName } : {}), phones, emails }
}

/** `/client Иван Петров, ООО «Ромашка», +7 913 …`: a card for somebody who has not written to us. */
export async function commandClient(ctx: ManagerContext, words: string): Promise<void> {
  if (words === '') return askNewClient(ctx)
  await makeClient(ctx, words)
}

async function askNewClient(ctx: ManagerContext): Promise<void> {
  const { say } = ctx.desk
  await answer(
    ctx,
    { text: say('client.askNew') },
    { ask: { kind: 'new-client' }, placeholder: say('client.newHint') },
  )
}

/** The card is made; a phone or e-mail that is another client's leads to that card. */
export async function makeClient(ctx: ManagerContext, words: string): Promise<void> {
  const { core, by, say } = ctx.desk
  const given = readNewClient(words)
  if (given.name === '') {
    await answer(ctx, { text: say('client.nameless') })
    return askNewClient(ctx)
  }
  try {
    const client = await createClient(core, by, given)
    await sendClient(ctx, client._id, say('client.made'))
  } catch (err) {
    const known =
      err instanceof OtklikError && err.code === 'already-exists' ? err.params.clientId : undefined
    if (typeof known !== 'string') throw err
    await sendClient(ctx, known, say('client.known'))
  }
}
