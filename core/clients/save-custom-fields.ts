import { z } from 'zod'
import { audit } from '../audit.js'
import { forgetSetting } from '../cached-setting.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { OtklikError } from '../errors.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { expectedVersion, validate } from '../validate.js'
import { checkVersion } from '../versions.js'
import { type CustomField, customFieldList, customFieldsSetting } from './custom-fields.js'

export const saveCustomFieldsInput = z.strictObject({ fields: customFieldList, expectedVersion })

/**
 * Declares the custom fields of client cards, all at once. A field left out is hidden, its values stay with the cards
 * and come back with it; the type of a field that has values does not change. Throws `bad-input`, `changed-by-other`.
 */
export async function saveCustomFields(
  core: Core,
  by: Actor,
  input: z.input<typeof saveCustomFieldsInput>,
  tx?: Transaction,
): Promise<{ fields: CustomField[]; version: number }> {
  authorise(by, 'settings.update')
  const { fields, expectedVersion: expected } = validate(saveCustomFieldsInput, input)
  const run = async (tx: Transaction) => {
    const settings = rows(core.models.Setting)
    const { session } = tx
    const now = await settings.findOne({ _id: customFieldsSetting }, { session })
    await checkVersion(core, tx, { _id: customFieldsSetting, version: now?.version ?? 0 }, expected)
    const before = customFieldList.safeParse(now?.value)
    for (const [index, field] of fields.entries()) {
      const known = before.data?.find((each) => each.key === field.key)
      if (!known || known.type === field.type) continue
      const path = `custom.${field.key}`
      const used = await core.models.Client.collection.findOne(
        { [path]: { $exists: true } },
        { session, projection: { _id: 1 } },
      )
      if (used) throw new OtklikError('bad-input', { fields: { [`fields.${index}.type`]: 'taken' } })
    }
    const version = (now?.version ?? 0) + 1
    await settings.updateOne(
      { _id: customFieldsSetting },
      { $set: { value: fields, version } },
      { upsert: true, session },
    )
    await audit(
      core,
      tx,
      by,
      'client-fields.update',
      { kind: 'setting', id: customFieldsSetting },
      {
        fields: fields.map((field) => field.key),
      },
    )
    return { fields, version }
  }
  const saved = await (tx ? run(tx) : inTransaction(core, run))
  forgetSetting(core, customFieldsSetting)
  return saved
}

/** The declared fields with the version an editor must name. */
export async function readCustomFields(core: Core): Promise<{ fields: CustomField[]; version: number }> {
  const setting = await rows(core.models.Setting).findOne({ _id: customFieldsSetting })
  const parsed = customFieldList.safeParse(setting?.value)
  return { fields: parsed.success ? parsed.data : [], version: setting?.version ?? 0 }
}
