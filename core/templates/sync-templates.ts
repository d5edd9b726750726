import { audit } from '../audit.js'
import type { PlatformTemplate } from '../channel.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { OtklikError } from '../errors.js'
import { newId } from '../ids.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction } from '../transaction.js'
import { listTemplates } from './queries.js'
import type { MessageTemplate } from './template.model.js'
import { findVariables } from './template-variables.js'

export interface SyncedTemplates {
  /** On the platform's list. */
  found: number
  added: number
  removed: number
}

/**
 * Reads the platform's own list of an account's templates: new ones come, changed ones change, those that are gone go.
 * What people said of their variables stays; a template kept by hand becomes the account's where the list has it.
 * Throws `templates-unavailable` with the platform's reason.
 */
export async function syncTemplates(
  core: Core,
  by: Actor,
  { accountId }: { accountId: string },
): Promise<SyncedTemplates> {
  authorise(by, 'template.manage')
  const channel = core.channels.get(accountId)
  if (!channel.listTemplates) throw new OtklikError('content-not-supported')
  const listed = await channel.listTemplates().catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message.slice(0, 200) : ''
    throw new OtklikError('templates-unavailable', { params: { reason }, cause })
  })
  const known = new Map((await listTemplates(core, { accountId })).map((each) => [keyOf(each), each]))
  const listedKeys = new Set(listed.map(keyOf))
  const gone = [...known.values()].filter((each) => each.source === 'account' && !listedKeys.has(keyOf(each)))
  const added = listed.filter((each) => !known.has(keyOf(each)))
  const changed = listed.filter((each) => isNews(each, known.get(keyOf(each))))
  const result = { found: listed.length, added: added.length, removed: gone.length }
  if (changed.length + gone.length === 0) return result
  await inTransaction(core, async (tx) => {
    const templates = rows(core.models.MessageTemplate)
    for (const each of changed) {
      await templates.updateOne(
        { accountId, name: each.name, language: each.language },
        {
          $set: fieldsOf(each, known.get(keyOf(each)), core.clock.now()),
          $inc: { version: 1 },
          $setOnInsert: { _id: newId(), createdAt: core.clock.now() },
        },
        { upsert: true, session: tx.session },
      )
    }
    if (gone.length > 0)
      await templates.deleteMany({ _id: { $in: gone.map(({ _id }) => _id) } }, { session: tx.session })
    await audit(core, tx, by, 'template.sync', { kind: 'channel', id: accountId }, { ...result })
  })
  return result
}

/** What is as it was is left alone, so that reading the list often disturbs nobody who is editing. */
function isNews(listed: PlatformTemplate, known: MessageTemplate | undefined): boolean {
  if (!known) return true
  const { updatedAt: _at, ...fields } = fieldsOf(listed, known, known.updatedAt)
  return Object.entries(fields).some(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(known[name as keyof MessageTemplate]),
  )
}

function keyOf({ name, language }: { name: string; language: string }): string {
  return `${name}|${language}`
}

function fieldsOf(
  listed: PlatformTemplate,
  known: MessageTemplate | undefined,
  now: Date,
): Omit<MessageTemplate, '_id' | 'accountId' | 'name' | 'language' | 'version' | 'createdAt'> {
  const { category, status, header, body, footer, buttons, examples, externalId } = listed
  return {
    category,
    status,
    header,
    body,
    footer,
    buttons,
    variables: findVariables(listed, known?.variables, examples),
    reason: listed.reason ?? null,
    unsupported: listed.unsupported ?? null,
    source: 'account',
    externalId,
    updatedAt: now,
  }
}
