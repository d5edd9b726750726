import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'

/*
 * Receiving remembers conversations between commits and lets their version prove that nobody changed them since. So
 * every change of a conversation counts its version; a change that does not would be lost without a word.
 */

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
const folders = ['core', 'adapters', 'bot', 'jobs', 'web-admin/api']
const change =
  /(?:\bConversation\)?(?:\.collection)?|\bconversations)\s*\.(?:updateOne|updateMany|findOneAndUpdate|findByIdAndUpdate|findOneAndReplace|replaceOne)\(/g
/** The second write of a transaction whose first one counted. */
const counted = new Set(['core/inbox/receive-update.ts', 'core/inbox/apply-change.ts'])

function changesWithoutVersion(file: string, source: string): string[] {
  return [...source.matchAll(change)]
    .filter(({ index }) => !/\$inc\b/.test(source.slice(index, index + 400)))
    .map(({ index }) => `${file}:${source.slice(0, index).split('\n').length}`)
}

test('every change of a conversation counts its version', () => {
  const lost = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.includes('.test.'))
      .map((name) => `${folder}/${name}`)
      .filter((file) => !counted.has(file))
      .flatMap((file) => changesWithoutVersion(file, readFileSync(path.join(root, file), 'utf8'))),
  )
  expect(lost).toEqual([])
})

test('and one that does not is found', () => {
  const source = "await rows(core.models.Conversation).updateOne({ _id }, { $set: { status: 'open' } })"
  expect(changesWithoutVersion('x.ts', source)).toEqual(['x.ts:1'])
})
