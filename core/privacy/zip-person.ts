import { once } from 'node:events'
import type { Readable } from 'node:stream'
import type { Archiver } from 'archiver'
import type { Actor, Core } from '../context.js'
import { copyPerson, readyFiles } from './export-person.js'

/**
 * Everything of one person as a zip: `data.json` and `files/`. The files are read while the archive is; one that cannot be
 * read ends the stream with an error, so that a part never looks like the whole. Throws `not-found`, `not-allowed`.
 */
export async function zipPerson(core: Core, by: Actor, who: { clientId: string }): Promise<Readable> {
  const copy = await copyPerson(core, by, who)
  // Seldom needed, and a hundred files of libraries to load.
  const { default: archiver } = await import('archiver')
  const zip = archiver('zip')
  zip.append(`${JSON.stringify(copy, null, 2)}\n`, { name: 'data.json' })
  void addFiles(core, zip, readyFiles(copy)).catch((err: Error) => zip.destroy(err))
  return zip
}

/** One after another: each open file holds a cursor of the database. */
async function addFiles(core: Core, zip: Archiver, files: ReturnType<typeof readyFiles>): Promise<void> {
  for (const { id, name } of files) {
    const bytes = await core.files.open(id)
    const added = once(zip, 'entry')
    bytes.once('error', (err) => zip.destroy(err))
    zip.append(bytes, { name: `files/${name}` })
    await added
  }
  await zip.finalize()
}
