import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileTypeFromBuffer } from 'file-type'
import { mongo } from 'mongoose'
import type { Clock } from './clock.js'
import type { StoredFile } from './content.js'
import type { Database } from './db.js'
import { OtklikError } from './errors.js'
import type { FileDoc } from './files/file.model.js'
import { newId } from './ids.js'

export interface SaveFile {
  name: string
  /** What the sender claims; the bytes decide where they can. */
  mimeType: string
  body: Readable | Buffer
  conversationId?: string
  /** Bytes; more throws `too-large` and leaves nothing behind. */
  maxSize: number
}

/** How much of a file the type sniffer looks at, bytes. */
const sniffLength = 4_100

/**
 * Where files live: GridFS, so that every process and the backup have them. The only door to the bytes; a folder or an
 * object store would be another class of this shape.
 */
export class FileStore {
  readonly #bucket: mongo.GridFSBucket

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    const db = database.connection.getClient().db(database.connection.name)
    this.#bucket = new mongo.GridFSBucket(db as never, { bucketName: 'fs' })
  }

  /** Stores a file and sniffs its type. Throws `too-large`. */
  async save(input: SaveFile): Promise<StoredFile> {
    const { gridId, size, mimeType } = await this.#write(input)
    const doc: FileDoc = {
      _id: newId(),
      name: safeName(input.name),
      mimeType,
      size,
      state: 'ready',
      gridId,
      accountId: null,
      remote: null,
      conversationId: input.conversationId ?? null,
      attempts: 0,
      nextAt: this.clock.now(),
      error: null,
      createdAt: this.clock.now(),
    }
    await this.database.models.File.collection.insertOne(doc as never)
    return { fileId: doc._id, name: doc.name, mimeType, size }
  }

  /** Stores the bytes of a file that was pending. */
  async fill(file: FileDoc, body: Readable, maxSize: number): Promise<void> {
    const { gridId, size, mimeType } = await this.#write({
      name: file.name,
      mimeType: file.mimeType,
      body,
      maxSize,
    })
    const { modifiedCount } = await this.database.models.File.updateOne(
      { _id: file._id, state: 'pending' },
      { $set: { state: 'ready', gridId, size, mimeType, remote: null, error: null } },
    )
    // Another process was quicker: its bytes stay, ours go.
    if (modifiedCount === 0) await this.#bucket.delete(new mongo.ObjectId(gridId))
  }

  async info(fileId: string): Promise<FileDoc | null> {
    return this.database.models.File.findById(fileId).lean<FileDoc | null>()
  }

  /**
   * The bytes, or those from `start` up to and without `end`. Throws `not-found` for an unknown file and for one whose
   * bytes are still at the platform.
   */
  async open(fileId: string, range?: { start: number; end: number }): Promise<Readable> {
    const file = await this.info(fileId)
    if (!file?.gridId) throw new OtklikError('not-found', { params: { what: 'file' } })
    return this.#bucket.openDownloadStream(new mongo.ObjectId(file.gridId), range)
  }

  /** Deletes files for good; bytes that another file has too stay for it. Returns how many there were. Idempotent. */
  async remove(fileIds: readonly string[]): Promise<number> {
    const files = this.database.models.File.collection
    const _id = { $in: [...fileIds] as never[] }
    const bytes = new Set<string>()
    for (const row of await files.find({ _id }, { projection: { gridId: 1 } }).toArray()) {
      if (typeof row.gridId === 'string') bytes.add(row.gridId)
    }
    const { deletedCount } = await files.deleteMany({ _id })
    for (const gridId of bytes) {
      if (await files.findOne({ gridId }, { projection: { _id: 1 } })) continue
      await this.#bucket.delete(new mongo.ObjectId(gridId)).catch((err: unknown) => {
        // Somebody else deletes the same.
        if (!(err instanceof Error && err.message.startsWith('File not found'))) throw err
      })
    }
    return deletedCount
  }

  async #write({
    name,
    mimeType,
    body,
    maxSize,
  }: SaveFile): Promise<{ gridId: string; size: number; mimeType: string }> {
    const source = Buffer.isBuffer(body) ? Readable.from([body]) : body
    const upload = this.#bucket.openUploadStream(safeName(name))
    let size = 0
    let head = Buffer.alloc(0)
    const meter = new PassThrough({
      transform(chunk: Buffer, _encoding, done) {
        size += chunk.length
        if (head.length < sniffLength)
          head = Buffer.concat([head, chunk.subarray(0, sniffLength - head.length)])
        if (size > maxSize) done(new OtklikError('too-large', { params: { limit: maxSize } }))
        else done(null, chunk)
      },
    })
    try {
      await pipeline(source, meter, upload)
    } catch (err) {
      await upload.abort().catch(() => undefined)
      throw err
    }
    const sniffed = await fileTypeFromBuffer(head)
    return { gridId: upload.id.toHexString(), size, mimeType: sniffed?.mime ?? claimedType(mimeType) }
  }
}

/** File names come from strangers: no folders, no control characters, at most 200 characters, never empty. */
export function safeName(name: string): string {
  const base = name.replace(/^.*[/\\]/, '')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  const clean = base.replace(/[\u0000-\u001f\u007f<>:"|?*\u202a-\u202e\u2066-\u2069]/g, '').trim()
  return clean.replace(/^\.+/, '').slice(-200) || 'file'
}

function claimedType(mimeType: string): string {
  return /^[\w.+-]+\/[\w.+-]+$/.test(mimeType) ? mimeType.toLowerCase() : 'application/octet-stream'
}
