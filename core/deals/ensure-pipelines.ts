import { readdir, readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { rows, withoutUndefined } from '../collection.js'
import type { Core } from '../context.js'
import { isDuplicateKey } from '../db.js'
import { newId } from '../ids.js'
import type { Pipeline } from './pipeline.model.js'
import { type PipelineDefinition, pipelineDefinition } from './pipeline-definition.js'

const presetFolder = new URL('./presets/', import.meta.url)

/** The pipelines the product brings: `presets/*.yaml`, checked. */
export async function loadPresets(folder: URL = presetFolder): Promise<PipelineDefinition[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort()
  return Promise.all(
    files.map(async (name) => {
      const result = pipelineDefinition.safeParse(parse(await readFile(new URL(name, folder), 'utf8')))
      if (!result.success) throw new Error(`pipeline preset ${name}: ${result.error.message}`)
      return result.data
    }),
  )
}

/**
 * Adds the presets that are not there, and brings those the company never touched (version 1) to what this version of the
 * product knows. What the company changed stays as it is, and what it removed stays away; run at every start.
 */
export async function ensurePipelines(core: Core, folder?: URL): Promise<void> {
  const pipelines = rows(core.models.Pipeline)
  const removed = await removedPresets(core)
  for (const preset of await loadPresets(folder)) {
    if (removed.includes(preset.key)) continue
    const { isDefault, position, ...definition } = preset
    const untouched = { key: preset.key, version: 1 }
    if (await pipelines.findOne({ key: preset.key }, { projection: { _id: 1 } })) {
      await pipelines.updateOne(untouched, { $set: withoutUndefined(definition) as Partial<Pipeline> })
      continue
    }
    try {
      const row = { _id: newId(), ...definition, isDefault, position, version: 1 } as Pipeline
      await pipelines.insertOne(row, { ignoreUndefined: true })
    } catch (err) {
      // Another process starting at the same time was first.
      if (!isDuplicateKey(err)) throw err
    }
  }
}

const removedSetting = 'removed-pipelines'

/** Presets the company does not want back. */
export async function removedPresets(core: Core): Promise<string[]> {
  const setting = await rows(core.models.Setting).findOne({ _id: removedSetting })
  return Array.isArray(setting?.value) ? (setting.value as string[]) : []
}

export async function rememberRemoved(core: Core, key: string): Promise<void> {
  await core.models.Setting.updateOne(
    { _id: removedSetting },
    { $addToSet: { value: key }, $inc: { version: 1 } },
    { upsert: true },
  )
}
