import { randomInt } from 'node:crypto'
import { BotApiError, badRequest } from '../api-error.js'
import type { ApiMessage, MediaKind } from '../bot-api.js'
import type { SandboxFile } from '../file-store.js'
import { mediaPart } from '../media.js'
import { type Call, type Method, writableChatOf } from './call.js'
import { postAsBot, readCaption, readEnvelope } from './post-as-bot.js'

const megabyte = 1024 * 1024
/** What a bot may send (Bot API): 10 MB for photos, 50 MB for the rest. */
const maxPhotoBytes = 10 * megabyte
const maxFileBytes = 50 * megabyte

function sendOne(kind: MediaKind): Method {
  return (call) => {
    const chat = writableChatOf(call)
    const { params } = call
    const caption = readCaption(
      params.string('caption'),
      params.string('parse_mode'),
      params.json('caption_entities'),
    )
    const envelope = readEnvelope(call, chat)
    const file = takeFile(call, kind, params.string(kind) ?? `attach://${kind}`)
    const facts = {
      duration: params.integer('duration'),
      emoji: params.string('emoji'),
      title: params.string('title'),
    }
    return postAsBot(call, chat, envelope, { ...mediaPart(kind, file, facts), ...caption })
  }
}

const sendMediaGroup: Method = (call) => {
  const chat = writableChatOf(call)
  const items = call.params.list('media') ?? []
  if (items.length < 2 || items.length > 10) throw badRequest('media group must include 2-10 items')
  const envelope = readEnvelope(call, chat)
  const bodies = items.map((item) => readGroupItem(call, item))
  checkKindsMix(bodies.map((body) => body.kind))
  const groupId = String(randomInt(1e12, 1e13))
  return bodies.map(({ body }) => postAsBot(call, chat, envelope, { media_group_id: groupId, ...body }))
}

function readGroupItem(call: Call, item: unknown): { kind: MediaKind; body: Partial<ApiMessage> } {
  const { kind, file, caption } = readInputMedia(call, item)
  return { kind, body: { ...mediaPart(kind, file), ...caption } }
}

/** An InputMedia object: its kind, its file and its caption. */
export function readInputMedia(call: Call, item: unknown) {
  const media = typeof item === 'object' && item !== null ? (item as Record<string, unknown>) : {}
  const kind = String(media.type) as MediaKind
  if (!['photo', 'video', 'document', 'audio', 'animation'].includes(kind)) {
    throw badRequest("can't parse InputMedia: type must be photo, video, document, audio or animation")
  }
  const text = (name: string) => (typeof media[name] === 'string' ? media[name] : undefined)
  const caption = readCaption(text('caption'), text('parse_mode'), media.caption_entities)
  return { kind, file: takeFile(call, kind, text('media') ?? ''), caption }
}

/** Photos and videos mix; documents and music stay among themselves (Bot API). */
function checkKindsMix(kinds: MediaKind[]): void {
  const families = new Set(kinds.map((kind) => (kind === 'photo' || kind === 'video' ? 'visual' : kind)))
  if (families.size > 1 || families.has('animation'))
    throw badRequest("message can't be grouped with other messages")
}

/** The file that a parameter means: part of this form, or one that is already here by its file_id. */
export function takeFile(call: Call, kind: MediaKind, value: string): SandboxFile {
  const attached = value.startsWith('attach://') ? value.slice('attach://'.length) : undefined
  if (attached === undefined) return knownFile(call, value)
  const upload = call.params.files.get(attached)
  if (!upload) throw badRequest(`there is no ${kind.replaceAll('_', ' ')} in the request`)
  if (upload.data.length === 0) throw badRequest('file must be non-empty')
  if (kind === 'photo' && upload.data.length > maxPhotoBytes) {
    throw badRequest(`too big for a photo: ${upload.data.length} bytes`)
  }
  if (upload.data.length > maxFileBytes) throw new BotApiError(413, 'Request Entity Too Large')
  const file = call.world.files.add(upload, kind)
  if (kind === 'photo' && file.width === undefined) throw badRequest('IMAGE_PROCESS_FAILED')
  return file
}

function knownFile({ world }: Call, value: string): SandboxFile {
  if (/^https?:/i.test(value)) {
    throw badRequest('failed to get HTTP URL content (the sandbox fetches nothing: upload the file)')
  }
  const known = world.files.get(value)
  if (!known) throw badRequest('wrong file identifier/HTTP URL specified')
  return known
}

export const sendMediaMethods: Record<string, Method> = {
  sendPhoto: sendOne('photo'),
  sendDocument: sendOne('document'),
  sendVoice: sendOne('voice'),
  sendVideo: sendOne('video'),
  sendAudio: sendOne('audio'),
  sendSticker: sendOne('sticker'),
  sendAnimation: sendOne('animation'),
  sendVideoNote: sendOne('video_note'),
  sendMediaGroup,
}
