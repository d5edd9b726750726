import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { buildCore, type TestCore } from '../../tests/factories/core.js'
import { buildStaff } from '../../tests/factories/people.js'
import { updateAutoresponder } from '../autoresponder/autoresponder-settings.js'
import { createClient } from '../clients/create-client.js'
import { updateClient } from '../clients/update-client.js'
import type { Actor } from '../context.js'
import { listAudit } from './queries.js'

const core = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

/**
 * Commands that write and have no entry of their own, with the reason. Whoever adds one here says why.
 */
const withoutEntry: Record<string, string> = {
  'inbox/mark-read.ts': 'reading is no action',
  'inbox/personal-views.ts': 'how one person sees the inbox',
}

/** A command is a function of the core that somebody does: its second argument is who. */
const command = /export (?:async )?function \w+\(\s*core: Core,\s*by: Actor/
const writes =
  /\b(?:insertOne|insertMany|updateOne|updateMany|findOneAndUpdate|findOneAndDelete|replaceOne|bulkWrite|deleteOne|deleteMany|changeConversation)\(/

describe('every command writes the audit log', () => {
  test('a file with a command that writes also audits, or hands over to one that does', async () => {
    const files = (await readdir(core, { recursive: true })).filter(
      (file) => file.endsWith('.ts') && !/\.(test|testing)\.ts$/.test(file),
    )
    const silent: string[] = []
    let seen = 0
    for (const file of files) {
      const source = await readFile(path.join(core, file), 'utf8')
      if (!command.test(source) || !writes.test(source)) continue
      seen += 1
      const audits = /\baudit\(|\bstepActivity\(|\bsaveInquiryStep\(/.test(source)
      if (!audits && !(file in withoutEntry)) silent.push(file)
    }
    expect(silent).toEqual([])
    expect(seen).toBeGreaterThan(40)
    const stale = Object.keys(withoutEntry).filter((file) => !files.includes(file))
    expect(stale).toEqual([])
  })
})

describe('the log', () => {
  let own: TestCore
  let olga: Actor
  let head: Actor
  beforeAll(async () => {
    own = await buildCore()
    olga = await buildStaff(own, 'sales', 'Ольга')
    head = await buildStaff(own, 'head', 'Глава')
  })
  afterAll(() => own.close())

  test('tells what each field was and became, to heads, by whom and about what', async () => {
    const client = await createClient(own, olga, { name: 'Анна' })
    await updateClient(own, olga, { clientId: client._id, name: 'Анна Белова', notes: 'Звонить утром' })
    await updateAutoresponder(own, head, { enabled: false, texts: { ru: null, en: null } })

    const about = await listAudit(own, head, { entityId: client._id })
    expect(about.items.map(({ action }) => action)).toEqual(['client.update', 'client.create'])
    expect(about.items[0]).toMatchObject({
      by: { name: 'Ольга' },
      changes: {
        name: { from: 'Анна', to: 'Анна Белова' },
        notes: { from: '', to: 'Звонить утром' },
      },
    })
    expect(Object.keys(about.items[0]?.changes ?? {}).sort()).toEqual(['name', 'notes'])
    const settings = await listAudit(own, head, { kind: 'setting', byId: head.id })
    expect(settings.items[0]?.changes).toEqual({ enabled: { from: true, to: false } })

    const first = await listAudit(own, head, {}, { limit: 2 })
    const next = await listAudit(own, head, {}, { limit: 2, cursor: first.nextCursor ?? undefined })
    expect(new Set([...first.items, ...next.items].map(({ _id }) => _id)).size).toBe(4)
    await expect(listAudit(own, olga)).rejects.toEqual(expect.objectContaining({ code: 'not-allowed' }))
  })
})
