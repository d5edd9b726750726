import type { Session } from './session.js'
import { newId } from './store.js'
import type { Texts } from './texts.js'
import { UploadError, uploadFile } from './upload.js'

/** A file on its way to the server. Bytes cannot be kept across pages, so a reload ends it. */
export interface Upload {
  readonly id: string
  readonly file: File
  percent: number
  problem?: string | undefined
  canRetry: boolean
}

/** Files go up one after another, then into the queue as messages. */
export class Uploads {
  readonly list: Upload[] = []
  #running: Promise<void> = Promise.resolve()

  constructor(
    private readonly session: Session,
    private readonly texts: Texts,
    private readonly changed: () => void,
  ) {}

  add(files: Iterable<File>): void {
    for (const file of files) {
      const upload: Upload = { id: newId(), file, percent: 0, canRetry: true }
      this.list.push(upload)
      const limit = this.session.limits.file
      if (file.size > limit) this.#fail(upload, this.#tooLarge(file), false)
      else if (file.size === 0) this.#fail(upload, this.texts('emptyFile', { name: file.name }), false)
      else this.retry(upload)
    }
    this.session.connect()
    this.changed()
  }

  retry(upload: Upload): void {
    upload.problem = undefined
    upload.percent = 0
    this.changed()
    this.#running = this.#running.then(() => this.#run(upload))
  }

  drop(upload: Upload): void {
    const at = this.list.indexOf(upload)
    if (at >= 0) this.list.splice(at, 1)
    this.changed()
  }

  async #run(upload: Upload): Promise<void> {
    const { file } = upload
    try {
      const token = await this.session.identity()
      const { ticket } = await uploadFile(this.session.options.server, token, file, (share) => {
        upload.percent = Math.round(share * 100)
        this.changed()
      })
      this.drop(upload)
      this.session.send({ type: 'file', ticket }, file.name)
    } catch (err) {
      const tooLarge = err instanceof UploadError && err.reason === 'too-large'
      this.#fail(
        upload,
        tooLarge ? this.#tooLarge(file) : this.texts('uploadFailed', { name: file.name }),
        !tooLarge,
      )
    }
  }

  #fail(upload: Upload, problem: string, canRetry: boolean): void {
    upload.problem = problem
    upload.canRetry = canRetry
    this.changed()
  }

  #tooLarge(file: File): string {
    return this.texts('tooLarge', {
      name: file.name,
      limit: Math.floor(this.session.limits.file / 1024 / 1024),
    })
  }
}
