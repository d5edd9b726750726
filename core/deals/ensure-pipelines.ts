import { readdir, readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { isDuplicateKey } from '../db.js'
import { newId } from '../ids.js'
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

/** Adds the presets that are not there. What the company changed of a pipeline stays as it is; run at every start. */
export async function ensurePipelines(core: Core, folder?: URL): Promise<void> {
  const pipelines = rows(core.models.Pipeline)
  for (const preset of await loadPresets(folder)) {
    if (await pipelines.findOne({ key: preset.key }, { projection: { _id: 1 } })) continue
    try {
      await pipelines.insertOne({ _id: newId(), ...preset, version: 1 }, { ignoreUndefined: true })
    } catch (err) {
      // Another process starting at the same time was first.
      if (!isDuplicateKey(err)) throw err
    }
  }
}
