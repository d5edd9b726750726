import { z } from 'zod'
import { audit } from '../audit.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { isDuplicateKey } from '../db.js'
import { OtklikError } from '../errors.js'
import { newId } from '../ids.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction } from '../transaction.js'
import { id, validate } from '../validate.js'
import { getTemplate } from './queries.js'
import type { MessageTemplate } from './template.model.js'
import { findVariables, variableSources } from './template-variables.js'

const variable = z.strictObject({
  place: z.enum(['header', 'body', 'url']),
  key: z.string().min(1).max(100),
  label: z.string().trim().max(80),
  example: z.string().trim().max(300),
  source: z.enum(variableSources),
})
const button = z.strictObject({
  type: z.enum(['reply', 'url', 'phone', 'other']),
  label: z.string().trim().min(1).max(60),
  url: z.string().max(2_000).optional(),
})

/** What a person writes of a template that is kept here by hand. Limits are WhatsApp's. */
export const templateInput = z.strictObject({
  accountId: id,
  name: z
    .string()
    .trim()
    .regex(/^[a-z0-9_]{1,512}$/, 'wrong-format'),
  language: z
    .string()
    .trim()
    .regex(/^[a-z]{2,3}(_[A-Z]{2})?$/, 'wrong-format'),
  category: z.enum(['utility', 'marketing', 'authentication']),
  header: z.string().trim().max(60),
  body: z.string().trim().min(1).max(1_024),
  footer: z.string().trim().max(60),
  buttons: z.array(button).max(10),
  variables: z.array(variable).max(60),
})
export type TemplateInput = z.input<typeof templateInput>

/**
 * Writes down a template that the platform has approved and that its list does not give. Throws `already-exists` for
 * one of the same name and language, `unknown-channel`, `content-not-supported` where the account has no templates.
 */
export async function createTemplate(core: Core, by: Actor, input: TemplateInput): Promise<MessageTemplate> {
  authorise(by, 'template.manage')
  const given = validate(templateInput, input)
  if (!core.channels.get(given.accountId).capabilities.templates)
    throw new OtklikError('content-not-supported')
  const now = core.clock.now()
  const template: MessageTemplate = {
    _id: newId(),
    ...wordsOf(given),
    accountId: given.accountId,
    name: given.name,
    language: given.language,
    category: given.category,
    status: 'approved',
    reason: null,
    unsupported: null,
    source: 'manual',
    externalId: null,
    version: 1,
    createdAt: now,
    updatedAt: now,
  }
  await inTransaction(core, async (tx) => {
    await rows(core.models.MessageTemplate).insertOne(template, { session: tx.session })
    await audit(core, tx, by, 'template.create', { kind: 'template', id: template._id })
  }).catch(refuseTwin(given.name))
  return template
}

/**
 * Changes a template. Of one that was read from the account only what its variables are called and filled with changes:
 * its words are the platform's.
 */
export async function updateTemplate(
  core: Core,
  by: Actor,
  input: { templateId: string } & TemplateInput,
): Promise<MessageTemplate> {
  authorise(by, 'template.manage')
  const { templateId, ...rest } = input
  const given = validate(templateInput, rest)
  const before = await getTemplate(core, templateId)
  const set =
    before.source === 'manual'
      ? {
          ...wordsOf(given),
          name: given.name,
          language: given.language,
          category: given.category,
        }
      : { variables: findVariables(before, given.variables, examplesOf(before)) }
  const after: MessageTemplate = {
    ...before,
    ...set,
    version: before.version + 1,
    updatedAt: core.clock.now(),
  }
  await inTransaction(core, async (tx) => {
    const { matchedCount } = await rows(core.models.MessageTemplate).updateOne(
      { _id: templateId, version: before.version },
      { $set: { ...set, version: after.version, updatedAt: after.updatedAt } },
      { session: tx.session },
    )
    if (matchedCount === 0) throw new OtklikError('changed-by-other')
    await audit(core, tx, by, 'template.update', { kind: 'template', id: templateId })
  }).catch(refuseTwin(given.name))
  return after
}

/** Forgets a template here; the platform keeps its own, and reading its list brings that one back. */
export async function removeTemplate(
  core: Core,
  by: Actor,
  { templateId }: { templateId: string },
): Promise<void> {
  authorise(by, 'template.manage')
  await getTemplate(core, templateId)
  await inTransaction(core, async (tx) => {
    await rows(core.models.MessageTemplate).deleteOne({ _id: templateId }, { session: tx.session })
    await audit(core, tx, by, 'template.remove', { kind: 'template', id: templateId })
  })
}

function wordsOf({ header, body, footer, buttons, variables }: z.output<typeof templateInput>) {
  const examples = Object.fromEntries(variables.map((each) => [`${each.place}:${each.key}`, each.example]))
  const words = { header, body, footer, buttons: buttons.map(withoutEmptyUrl) }
  return { ...words, variables: findVariables(words, variables, examples) }
}

function withoutEmptyUrl({ type, label, url }: z.output<typeof button>) {
  return { type, label, ...(url ? { url } : {}) }
}

function examplesOf({ variables }: MessageTemplate): Record<string, string> {
  return Object.fromEntries(variables.map(({ place, key, example }) => [`${place}:${key}`, example]))
}

function refuseTwin(name: string): (err: unknown) => never {
  return (err) => {
    if (isDuplicateKey(err)) throw new OtklikError('already-exists', { params: { name } })
    throw err
  }
}
