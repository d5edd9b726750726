/** WhatsApp's media pipeline as the library walks through it: prepare, store, upload, download. */

/** A file that the page holds without looking into it. */
export class OpaqueData {
  constructor(readonly blob: Blob) {}

  static async createFromData(data: Blob, _mimetype: string): Promise<OpaqueData> {
    return new OpaqueData(data)
  }

  get type(): string {
    return this.blob.type
  }

  url(): string {
    return ''
  }

  autorelease(): void {}

  formData(): Blob {
    return this.blob
  }
}

interface MediaParams {
  asSticker?: boolean
  asGif?: boolean
  isPtt?: boolean
  asDocument?: boolean
}

export class MediaData {
  type = 'document'
  mimetype = ''
  filehash = ''
  size = 0
  filename: string | undefined
  isGif = false
  mediaBlob: OpaqueData;
  [field: string]: unknown

  constructor(blob: OpaqueData) {
    this.mediaBlob = blob
  }

  set(fields: Record<string, unknown>): void {
    Object.assign(this, fields)
  }

  toJSON(): Record<string, unknown> {
    const { mediaBlob: _blob, set: _set, ...plain } = this as Record<string, unknown>
    return plain
  }
}

const objects = new Map<string, MediaObject>()
const blobs = new Map<string, Blob>()

export class MediaObject {
  size = 0
  type = 'document'
  readonly contentInfo = { waveform: new Uint8Array(64) }

  constructor(readonly filehash: string) {}

  consolidate(fields: Record<string, unknown>): void {
    this.size = Number(fields.size ?? 0)
    this.type = typeof fields.type === 'string' ? fields.type : 'document'
  }
}

export function prepRawMedia(data: OpaqueData, params: MediaParams): { waitForPrep(): Promise<MediaData> } {
  return {
    async waitForPrep() {
      const { blob } = data
      const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer())
      const prepared = new MediaData(data)
      prepared.set({
        type: kindOf(blob.type, params),
        mimetype: blob.type,
        size: blob.size,
        filename: blob instanceof File && blob.name !== 'undefined' ? blob.name : undefined,
        filehash: btoa(String.fromCharCode(...new Uint8Array(digest))),
      })
      blobs.set(prepared.filehash, blob)
      return prepared
    },
  }
}

export function getOrCreateMediaObject(filehash: string): MediaObject {
  const object = objects.get(filehash) ?? new MediaObject(filehash)
  objects.set(filehash, object)
  return object
}

/** Puts the bytes on the server; `directPath` is where they lie there. */
export async function uploadMedia({
  mediaObject,
}: {
  mediaObject: MediaObject
}): Promise<{ mediaEntry: object }> {
  const blob = blobs.get(mediaObject.filehash)
  if (!blob) throw new Error('nothing to upload')
  const response = await fetch('/media', { method: 'POST', body: blob })
  if (!response.ok) throw new Error(`upload answered ${response.status}`)
  const { directPath } = (await response.json()) as { directPath: string }
  blobs.delete(mediaObject.filehash)
  const { filehash } = mediaObject
  return {
    mediaEntry: {
      mmsUrl: directPath,
      directPath,
      mediaKey: 'key',
      encFilehash: filehash,
      uploadHash: filehash,
    },
  }
}

export async function downloadAndMaybeDecrypt({ directPath }: { directPath: string }): Promise<ArrayBuffer> {
  const response = await fetch(`/media${directPath}`)
  if (!response.ok) throw Object.assign(new Error('media is gone'), { status: response.status })
  return response.arrayBuffer()
}

function kindOf(mimetype: string, { asSticker, asDocument, isPtt }: MediaParams): string {
  if (asSticker) return 'sticker'
  if (asDocument) return 'document'
  const kind = mimetype.split('/', 1)[0]
  if (kind === 'audio') return isPtt ? 'ptt' : 'audio'
  return kind === 'image' || kind === 'video' ? kind : 'document'
}
