import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { imageSize } from './image-size.js'
import { mimeTypeOf } from './mime-types.js'

export interface SandboxFile {
  fileId: string
  uniqueId: string
  /** As `getFile` gives it: `documents/file_7.pdf`. */
  path: string
  name: string
  mimeType: string
  /** Bytes. */
  size: number
  width?: number
  height?: number
  /** Seconds. */
  duration?: number
}

/** Files of the sandbox, in memory; with a folder they are also written there and come back after a restart. */
export class FileStore {
  readonly #files = new Map<string, SandboxFile>()
  readonly #bytes = new Map<string, Buffer>()
  #count = 0

  /** @param prefix of the file ids, so that the files of two sandboxes on one page are told apart */
  constructor(
    readonly folder?: string,
    readonly prefix = 'SB',
  ) {
    if (folder) mkdirSync(folder, { recursive: true })
  }

  add(
    upload: { data: Buffer; name: string; mimeType?: string; duration?: number },
    kind: string,
  ): SandboxFile {
    this.#count += 1
    const mimeType =
      !upload.mimeType || upload.mimeType === 'application/octet-stream'
        ? mimeTypeOf(upload.name)
        : upload.mimeType
    const unique = randomBytes(9).toString('base64url')
    const extension = extname(upload.name).replace(/[^.\w]/g, '') || defaultExtension[kind] || ''
    const file: SandboxFile = {
      fileId: `${this.prefix}_${kind}_${this.#count}_${unique}`,
      uniqueId: unique,
      path: `${folderOf[kind] ?? 'documents'}/file_${this.#count}${extension}`,
      name: upload.name,
      mimeType,
      size: upload.data.length,
      ...imageSize(upload.data),
      ...(upload.duration === undefined ? {} : { duration: upload.duration }),
    }
    this.#files.set(file.fileId, file)
    this.#bytes.set(file.fileId, upload.data)
    if (this.folder) writeFileSync(join(this.folder, unique), upload.data)
    return file
  }

  get(fileId: string): SandboxFile | undefined {
    return this.#files.get(fileId)
  }

  byPath(path: string): SandboxFile | undefined {
    for (const file of this.#files.values()) if (file.path === path) return file
    return undefined
  }

  bytes(file: SandboxFile): Buffer | undefined {
    const known = this.#bytes.get(file.fileId)
    if (known || !this.folder) return known
    const path = join(this.folder, file.uniqueId)
    return existsSync(path) ? readFileSync(path) : undefined
  }

  toJSON(): { count: number; files: SandboxFile[] } {
    return { count: this.#count, files: [...this.#files.values()] }
  }

  restore(saved: { count: number; files: SandboxFile[] }): void {
    this.#count = saved.count
    for (const file of saved.files) this.#files.set(file.fileId, file)
  }

  clear(): void {
    this.#files.clear()
    this.#bytes.clear()
  }
}

const folderOf: Record<string, string> = {
  photo: 'photos',
  voice: 'voice',
  video: 'videos',
  video_note: 'video_notes',
  audio: 'music',
  sticker: 'stickers',
  animation: 'animations',
}

const defaultExtension: Record<string, string> = {
  photo: '.jpg',
  voice: '.oga',
  video: '.mp4',
  sticker: '.webp',
  audio: '.mp3',
}
