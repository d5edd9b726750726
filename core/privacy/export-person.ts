import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { mongo } from 'mongoose'
import { audit } from '../audit.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction } from '../transaction.js'
import { findPerson, namesOf, type Person } from './person.js'
import { traces } from './traces.js'

/** A copy of everything known about one person: collection -> documents, dates as ISO text. */
export type PersonCopy = Record<string, Record<string, unknown>[]>

/** Collects the copy. Bytes of files are not in it, their names and ids are. Throws `not-found`, `not-allowed`. */
export async function copyPerson(
  core: Core,
  by: Actor,
  who: { clientId: string } | { conversationId: string },
): Promise<PersonCopy> {
  authorise(by, 'client.export')
  const person = await findPerson(core, who)
  const named = { ...person, names: await namesOf(core, person) }
  const copy: PersonCopy = {}
  for (const { model, where, exported } of traces) {
    if (!exported) continue
    const found = await core.models[model].collection.find(where(named) as never).toArray()
    copy[core.models[model].collection.name] = found.map(plain)
  }
  copy.files = (await filesOf(core, person)).map(plain)
  const [id = ''] = person.clients.length > 0 ? person.clients : person.conversations
  await inTransaction(core, (tx) => audit(core, tx, by, 'client.export', { kind: 'client', id }))
  return copy
}

/** Writes the copy to a new folder: `data.json` and `files/`. Returns how many documents and files there are. */
export async function exportPerson(
  core: Core,
  by: Actor,
  who: { clientId: string } | { conversationId: string },
  folder: string,
): Promise<{ documents: number; files: number }> {
  const copy = await copyPerson(core, by, who)
  await mkdir(path.join(folder, 'files'), { recursive: true, mode: 0o700 })
  await writeFile(path.join(folder, 'data.json'), `${JSON.stringify(copy, null, 2)}\n`, { mode: 0o600 })
  const ready = readyFiles(copy)
  for (const { id, name } of ready) {
    const target = path.join(folder, 'files', name)
    await pipeline(await core.files.open(id), createWriteStream(target, { mode: 0o600, flags: 'wx' }))
  }
  const documents = Object.values(copy).reduce((sum, list) => sum + list.length, 0)
  return { documents, files: ready.length }
}

/** Files of the copy whose bytes may be given out, each under a name of its own. */
export function readyFiles(copy: PersonCopy): { id: string; name: string }[] {
  return (copy.files ?? [])
    .filter(({ state, gridId }) => state === 'ready' && typeof gridId === 'string')
    .map(({ _id, name }) => ({ id: String(_id), name: `${String(_id)}-${String(name)}` }))
}

function filesOf(core: Core, person: Person) {
  return rows(core.models.File)
    .find({ conversationId: { $in: person.conversations } })
    .toArray()
}

function plain(document: object): Record<string, unknown> {
  return mongo.BSON.EJSON.serialize(document, { relaxed: true }) as Record<string, unknown>
}
