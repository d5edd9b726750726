import { createHash } from 'node:crypto'
import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { mongo } from 'mongoose'
import type { Clock } from './clock.js'
import { rows } from './collection.js'
import type { StoredFile } from './content.js'
import { type Database, isDuplicateKey } from './db.js'
import { OtklikError } from './errors.js'
import type { FileDoc } from './files/file.model.js'
import type { FileBlob } from './files/file-blob.model.js'
import type { FileScanner } from './files/scanner.js'
import { makeThumbnail } from './files/thumbnail.js'
import { trueType } from './files/true-type.js'
import { mustBeOpen } from './files/why-closed.js'
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
 * object store would be another class of this shape. The same content is kept once, however often it is sent, and is
 * shown to the virus scanner, where there is one, before anybody gets it.
 */
export class FileStore {
  readonly #bucket: mongo.GridFSBucket

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly scanner?: FileScanner,
  ) {
    const db = database.connection.getClient().db(database.connection.name)
    this.#bucket = new mongo.GridFSBucket(db as never, { bucketName: 'fs' })
  }

  /** Stores a file and sniffs its type. Throws `too-large`, `file-infected` and `scanner-unavailable`. */
  async save(input: SaveFile): Promise<StoredFile> {
    const blob = await this.#write(input)
    if (blob.scan?.verdict === 'infected') {
      await this.#release(blob._id)
      throw new OtklikError('file-infected', { params: { threat: blob.scan.threat ?? '' } })
    }
    const doc: FileDoc = {
      _id: newId(),
      name: safeName(input.name),
      mimeType: blob.mimeType,
      size: blob.size,
      state: 'ready',
      gridId: blob.gridId,
      blobId: blob._id,
      accountId: null,
      remote: null,
      conversationId: input.conversationId ?? null,
      attempts: 0,
      nextAt: this.clock.now(),
      error: null,
      createdAt: this.clock.now(),
    }
    await this.database.models.File.collection.insertOne(doc as never)
    return { fileId: doc._id, name: doc.name, mimeType: doc.mimeType, size: doc.size }
  }

  /**
   * Stores the bytes of a file that was pending; an infected one is kept and closed. Throws `too-large` and
   * `scanner-unavailable`.
   */
  async fill(file: FileDoc, body: Readable, maxSize: number): Promise<void> {
    const blob = await this.#write({ name: file.name, mimeType: file.mimeType, body, maxSize })
    const { gridId, size, mimeType, scan } = blob
    const state = scan?.verdict === 'infected' ? 'infected' : 'ready'
    const { modifiedCount } = await this.database.models.File.updateOne(
      { _id: file._id, state: 'pending' },
      {
        $set: {
          state,
          gridId,
          blobId: blob._id,
          size,
          mimeType,
          remote: null,
          error: null,
          ...(scan?.threat === undefined ? {} : { threat: scan.threat }),
        },
      },
    )
    // Another process was quicker.
    if (modifiedCount === 0) await this.#release(blob._id)
  }

  async info(fileId: string): Promise<FileDoc | null> {
    return this.database.models.File.findById(fileId).lean<FileDoc | null>()
  }

  /**
   * The bytes, or those from `start` up to and without `end`. Throws `not-found` for an unknown file and what `whyClosed`
   * says of one that is not here (yet), or closed.
   */
  async open(fileId: string, range?: { start: number; end: number }): Promise<Readable> {
    const file = await this.info(fileId)
    if (file) mustBeOpen(file)
    if (!file?.gridId) throw new OtklikError('not-found', { params: { what: 'file' } })
    return this.#bucket.openDownloadStream(new mongo.ObjectId(file.gridId), range)
  }

  /**
   * A small WebP picture of an image file, made when it is first asked for and kept with the content. Null where none
   * can be made: another kind of file, a broken picture, one that is too large to open safely.
   */
  async thumbnail(fileId: string): Promise<{ stream: Readable; etag: string } | null> {
    const file = await this.info(fileId)
    if (file?.state !== 'ready' || !file.blobId || !file.mimeType.startsWith('image/')) return null
    const blob = await this.#blobs.findOne({ _id: file.blobId })
    if (!blob) return null
    const kept = blob.thumbnail === undefined ? await this.#makeThumbnail(blob) : blob.thumbnail
    if (!kept) return null
    return {
      stream: this.#bucket.openDownloadStream(new mongo.ObjectId(kept.gridId)),
      etag: `"t-${blob._id.slice(0, 24)}"`,
    }
  }

  /** Deletes files for good; bytes that another file has too stay for it. Returns how many there were. Idempotent. */
  async remove(fileIds: readonly string[]): Promise<number> {
    let count = 0
    for (const _id of new Set(fileIds)) {
      const file = await this.#files.findOneAndDelete({ _id })
      if (!file) continue
      count += 1
      await this.#forgetBytes(file)
    }
    return count
  }

  /** Deletes the bytes of a file whose time is over and leaves the mark of it. False when it was not there to remove. */
  async retire(fileId: string): Promise<boolean> {
    const file = await this.#files.findOneAndUpdate(
      { _id: fileId, state: 'ready' },
      { $set: { state: 'removed', removedAt: this.clock.now(), gridId: null }, $unset: { blobId: '' } },
      { returnDocument: 'before' },
    )
    if (!file) return false
    await this.#forgetBytes(file)
    return true
  }

  get #files() {
    return rows(this.database.models.File)
  }

  get #blobs() {
    return rows(this.database.models.FileBlob)
  }

  async #forgetBytes({ gridId, blobId }: FileDoc): Promise<void> {
    if (blobId) return this.#release(blobId)
    // From before contents were shared: the file has its bytes to itself, or shares them with a copy.
    if (gridId && !(await this.#files.findOne({ gridId }, { projection: { _id: 1 } })))
      await this.#drop(gridId)
  }

  /** One file less has this content; after the last one the bytes go. */
  async #release(blobId: string): Promise<void> {
    const left = await this.#blobs.findOneAndUpdate(
      { _id: blobId },
      { $inc: { refs: -1 } },
      { returnDocument: 'after' },
    )
    if (!left || left.refs > 0) return
    // Somebody may have taken it up again in between.
    const { deletedCount } = await this.#blobs.deleteOne({ _id: blobId, refs: { $lte: 0 } })
    if (deletedCount === 0) return
    await this.#drop(left.gridId)
    if (left.thumbnail) await this.#drop(left.thumbnail.gridId)
  }

  async #drop(gridId: string): Promise<void> {
    await this.#bucket.delete(new mongo.ObjectId(gridId)).catch((err: unknown) => {
      // Somebody else deletes the same.
      if (!(err instanceof Error && err.message.startsWith('File not found'))) throw err
    })
  }

  /** Writes the bytes, or finds that they are there, and counts one more file of them. */
  async #write({ name, mimeType, body, maxSize }: SaveFile): Promise<FileBlob> {
    const { gridId, size, head, hash } = await this.#upload(name, body, maxSize)
    for (;;) {
      const known = await this.#blobs.findOneAndUpdate(
        { _id: hash },
        { $inc: { refs: 1 } },
        { returnDocument: 'after' },
      )
      if (known) {
        await this.#drop(gridId)
        return known
      }
      const blob: FileBlob = {
        _id: hash,
        gridId,
        size,
        mimeType: await trueType(head, mimeType),
        refs: 1,
        ...(await this.#scan(gridId)),
        createdAt: this.clock.now(),
      }
      try {
        await this.#blobs.insertOne(blob)
        return blob
      } catch (err) {
        // The same content came twice at once: theirs is kept.
        if (!isDuplicateKey(err)) throw err
      }
    }
  }

  async #scan(gridId: string): Promise<Pick<FileBlob, 'scan'>> {
    if (!this.scanner) return {}
    try {
      const verdict = await this.scanner.scan(this.#bucket.openDownloadStream(new mongo.ObjectId(gridId)))
      return { scan: { ...verdict, at: this.clock.now() } }
    } catch (cause) {
      // Nobody gets what nobody has looked at: the sender, or the fetcher, tries again.
      await this.#drop(gridId)
      throw new OtklikError('scanner-unavailable', { cause })
    }
  }

  async #upload(name: string, body: Readable | Buffer, maxSize: number) {
    const source = Buffer.isBuffer(body) ? Readable.from([body]) : body
    const upload = this.#bucket.openUploadStream(safeName(name))
    const hash = createHash('sha256')
    let size = 0
    let head = Buffer.alloc(0)
    const meter = new PassThrough({
      transform(chunk: Buffer, _encoding, done) {
        size += chunk.length
        hash.update(chunk)
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
    return { gridId: upload.id.toHexString(), size, head, hash: hash.digest('hex') }
  }

  async #makeThumbnail(blob: FileBlob): Promise<FileBlob['thumbnail']> {
    const small = await makeThumbnail(this.#bucket.openDownloadStream(new mongo.ObjectId(blob.gridId)))
    let thumbnail: FileBlob['thumbnail'] = null
    if (small) {
      const upload = this.#bucket.openUploadStream(`thumbnail-${blob._id}`)
      await pipeline(Readable.from([small.data]), upload)
      thumbnail = { gridId: upload.id.toHexString(), width: small.width, height: small.height }
    }
    const { modifiedCount } = await this.#blobs.updateOne(
      { _id: blob._id, thumbnail: { $exists: false } },
      { $set: { thumbnail } },
    )
    if (modifiedCount > 0) return thumbnail
    // Somebody made it at the same time, or the content has just gone.
    if (thumbnail) await this.#drop(thumbnail.gridId)
    return (await this.#blobs.findOne({ _id: blob._id }))?.thumbnail ?? null
  }
}

/** File names come from strangers: no folders, no control characters, at most 200 characters, never empty. */
export function safeName(name: string): string {
  const base = name.replace(/^.*[/\\]/, '')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  const clean = base.replace(/[\u0000-\u001f\u007f<>:"|?*\u202a-\u202e\u2066-\u2069]/g, '').trim()
  return clean.replace(/^\.+/, '').slice(-200) || 'file'
}
