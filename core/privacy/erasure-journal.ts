import { appendFile, mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Erasure } from './erasure.model.js'

/**
 * Who was forgotten, beside the database in the data folder: a backup of an earlier day knows nothing of it, and may be
 * all that is left. Lines of ids, no names.
 */
export class ErasureJournal {
  readonly #file: string

  constructor(private readonly dataDir: string) {
    this.#file = path.join(dataDir, 'erasures.jsonl')
  }

  async add(erasure: Erasure): Promise<void> {
    await mkdir(this.dataDir, { recursive: true })
    await appendFile(this.#file, `${JSON.stringify(erasure)}\n`, { mode: 0o600 })
  }

  async read(): Promise<Erasure[]> {
    let lines: string
    try {
      lines = await readFile(this.#file, 'utf8')
    } catch (err) {
      if ((err as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw err
    }
    return lines
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const row = JSON.parse(line) as Erasure
        return { ...row, at: new Date(row.at) }
      })
  }
}
