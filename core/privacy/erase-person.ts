import { audit, signature } from '../audit.js'
import { rows } from '../collection.js'
import { type Actor, type Core, system } from '../context.js'
import { OtklikError } from '../errors.js'
import { event } from '../events.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction } from '../transaction.js'
import type { Erasure } from './erasure.model.js'
import { findPerson, namesOf, type Person } from './person.js'
import { everyId, traces } from './traces.js'

/** What was there, by model: documents deleted or made nameless. */
export type Erased = Record<string, number>

/**
 * Forgets one person everywhere: messages, files, deliveries, cards, events, histories. Deals and inquiries stay as
 * figures without a name. Not one transaction, because a long history would not fit: each step may be repeated, the
 * record of the erasure holds the ids, and whoever asks again (or the next start) finishes what was cut short.
 *
 * @throws OtklikError `not-found`, `not-allowed`
 */
export async function erasePerson(
  core: Core,
  by: Actor,
  who: { clientId: string } | { conversationId: string },
): Promise<Erased> {
  authorise(by, 'client.erase')
  const _id = 'clientId' in who ? who.clientId : who.conversationId
  const begun = await rows(core.models.Erasure).findOne({ _id, state: 'running' })
  if (begun) return forget(core, by, begun)
  const erasure: Erasure = {
    _id,
    person: await findPerson(core, who),
    state: 'running',
    by: signature(by),
    at: core.clock.now(),
  }
  await core.erasures.add(erasure)
  await rows(core.models.Erasure).insertOne(erasure)
  return forget(core, by, erasure)
}

/** Finishes erasures that a crash cut short. Returns how many there were. */
export async function finishErasures(core: Core): Promise<number> {
  const running = await rows(core.models.Erasure).find({ state: 'running' }).toArray()
  for (const erasure of running) await forget(core, system, erasure)
  return running.length
}

/** Forgets again everybody whom a restored backup brought back. Returns how many people that may be. */
export async function eraseAgain(core: Core): Promise<number> {
  const stored = await rows(core.models.Erasure).find({}).toArray()
  const all = [...(await core.erasures.read()), ...stored]
  const erasures = new Map(all.map((erasure) => [erasure._id, erasure]))
  for (const erasure of erasures.values()) await forget(core, system, erasure)
  return erasures.size
}

async function forget(core: Core, by: Actor, erasure: Erasure): Promise<Erased> {
  const { person } = erasure
  const named = { ...person, names: await namesOf(core, person) }
  const erased: Erased = { File: await removeFiles(core, person) }
  for (const { model, where, fate } of traces) {
    const { collection } = core.models[model]
    const filter = where(named) as never
    let count: number
    if (fate === 'gone') count = (await collection.deleteMany(filter)).deletedCount
    else {
      const change = 'nameless' in fate ? fate.nameless : fate.unlinked
      count = (await collection.updateMany(filter, change as never)).matchedCount
    }
    erased[model] = (erased[model] ?? 0) + count
  }
  erased.Idempotency = await removeAnswers(core, person)
  await inTransaction(core, async (tx) => {
    await rows(core.models.Erasure).replaceOne(
      { _id: erasure._id },
      { person, state: 'done', by: erasure.by, at: erasure.at },
      { upsert: true, session: tx.session },
    )
    await audit(core, tx, by, 'client.erase', { kind: 'client', id: erasure._id }, erased)
    tx.publish(event('client.erased', erasure._id, core.clock.now().getTime(), { clientId: erasure._id }))
  })
  core.log.info({ clientId: erasure._id, erased }, 'privacy: a person was forgotten')
  return erased
}

async function removeFiles(core: Core, person: Person): Promise<number> {
  const photos = await rows(core.models.Client)
    .find({ _id: { $in: person.clients } })
    .project<{ photoFileId: string | null }>({ photoFileId: 1 })
    .toArray()
  const files = await rows(core.models.File)
    .find({ conversationId: { $in: person.conversations } })
    .project<{ _id: string }>({ _id: 1 })
    .toArray()
  return core.files.remove([
    ...files.map(({ _id }) => _id),
    ...photos.flatMap(({ photoFileId }) => photoFileId ?? []),
  ])
}

/** Answers kept for repeated API requests name their ids somewhere within; they live for three days, so they are few. */
async function removeAnswers(core: Core, person: Person): Promise<number> {
  const ids = everyId(person)
  const answers = rows(core.models.Idempotency).find({}, { projection: { body: 1 } })
  const theirs: string[] = []
  for await (const { _id, body } of answers) {
    const text = JSON.stringify(body) ?? ''
    if (ids.some((id) => text.includes(id))) theirs.push(_id)
  }
  const { deletedCount } = await rows(core.models.Idempotency).deleteMany({ _id: { $in: theirs } })
  return deletedCount
}

/** The client card that a phone, an e-mail or an id means. Throws `not-found`; `bad-input` when several do. */
export async function findClientId(core: Core, what: string): Promise<string> {
  const value = what.trim()
  const digits = value.replace(/\D/g, '')
  const phone = digits.length === 11 && digits.startsWith('8') ? `+7${digits.slice(1)}` : `+${digits}`
  const found = await rows(core.models.Client)
    .find({ $or: [{ _id: value }, { phones: phone }, { emails: value.toLowerCase() }] })
    .project<{ _id: string }>({ _id: 1 })
    .toArray()
  if (found.length > 1) throw new OtklikError('bad-input', { fields: { client: 'several' } })
  const [client] = found
  if (!client) throw new OtklikError('not-found', { params: { what: 'client' } })
  return client._id
}
