import type { Readable } from 'node:stream'
import { type Api, InputFile, InputMediaBuilder } from 'grammy'
import type { InlineKeyboardMarkup, Message } from 'grammy/types'
import type { Content, StoredFile } from '../../core/content.js'
import type { StaffButton, StaffExtras } from '../../core/deliveries/staff-keyboards.js'

/** Telegram takes pictures up to this size as photos, bytes; larger ones go as files. */
const maxPhoto = 10 * 1024 * 1024
const photoTypes = new Set(['image/jpeg', 'image/png', 'image/webp'])

export interface Rendering {
  api: Api
  chatId: string
  content: Content
  extras: StaffExtras
  replyToMessageId?: number
  openFile(fileId: string): Promise<Readable>
}

/**
 * Sends one content with its bold header and buttons; returns the message ids in the order they appear.
 * Throws what the Bot API answers, `classifyFailure` reads it.
 */
export async function render(r: Rendering): Promise<number[]> {
  const { api, chatId, content } = r
  switch (content.type) {
    case 'text':
    case 'choices':
    case 'template':
      return [await sendText(r, content.text)]
    case 'choice':
      return [await sendText(r, content.label)]
    case 'unsupported':
      return [await sendText(r, `[${content.kind}]`)]
    case 'image': {
      const file = await upload(r, content.file)
      return fitsPhoto(content.file)
        ? ids(api.sendPhoto(chatId, file, captioned(r, content.caption)))
        : ids(api.sendDocument(chatId, file, captioned(r, content.caption)))
    }
    case 'document':
      return ids(api.sendDocument(chatId, await upload(r, content.file), captioned(r, content.caption)))
    case 'voice':
      return ids(api.sendVoice(chatId, await upload(r, content.file), captioned(r, content.caption)))
    case 'video':
      return ids(api.sendVideo(chatId, await upload(r, content.file), captioned(r, content.caption)))
    case 'album':
      return sendAlbum(r, content.files, content.caption)
    case 'sticker':
      if (!content.file) return [await sendText(r, content.emoji ?? '[sticker]')]
      return [
        ...(await sendHeader(r)),
        ...(await ids(api.sendSticker(chatId, await upload(r, content.file), common(r)))),
      ]
    case 'location':
      return [
        ...(await sendHeader(r, content.title)),
        ...(await ids(api.sendLocation(chatId, content.latitude, content.longitude, common(r)))),
      ]
    case 'contact':
      return [
        ...(await sendHeader(r)),
        ...(await ids(api.sendContact(chatId, content.phone, content.name || content.phone, common(r)))),
      ]
  }
}

/** HTML of a text under its header; everything that came from people is escaped. */
export function htmlOf(header: string | undefined, text: string | undefined): string {
  return [header ? `<b>${escapeHtml(header)}</b>` : '', text ? escapeHtml(text) : '']
    .filter(Boolean)
    .join('\n')
}

export function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}

export function inlineKeyboard(
  rows: readonly (readonly StaffButton[])[] | undefined,
): InlineKeyboardMarkup | undefined {
  const shown = (rows ?? []).filter((row) => row.length > 0)
  if (shown.length === 0) return undefined
  return { inline_keyboard: shown.map((row) => row.map(({ text, data }) => ({ text, callback_data: data }))) }
}

async function sendText(r: Rendering, text: string): Promise<number> {
  const sent = await r.api.sendMessage(r.chatId, htmlOf(r.extras.header, text), {
    ...common(r),
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
  })
  return sent.message_id
}

/** Stickers, places and contacts carry no caption: their header is a message of its own. */
async function sendHeader(r: Rendering, more?: string): Promise<number[]> {
  if (!r.extras.header && !more) return []
  const sent = await r.api.sendMessage(r.chatId, htmlOf(r.extras.header, more), {
    parse_mode: 'HTML',
    ...(r.extras.silent ? { disable_notification: true } : {}),
  })
  return [sent.message_id]
}

async function sendAlbum(r: Rendering, files: StoredFile[], caption: string | undefined): Promise<number[]> {
  const [first] = files
  if (first && files.length === 1) {
    return render({ ...r, content: { type: 'image', file: first, ...(caption ? { caption } : {}) } })
  }
  const html = htmlOf(r.extras.header, caption)
  const media = await Promise.all(
    files.map(async (file, index) => {
      const words = index === 0 && html ? { caption: html, parse_mode: 'HTML' as const } : {}
      const source = await upload(r, file)
      return file.mimeType.startsWith('video/')
        ? InputMediaBuilder.video(source, words)
        : InputMediaBuilder.photo(source, words)
    }),
  )
  const { reply_markup: _none, ...rest } = common(r)
  const sent = await r.api.sendMediaGroup(r.chatId, media, rest)
  return sent.map((message) => message.message_id)
}

function captioned(r: Rendering, caption: string | undefined) {
  const html = htmlOf(r.extras.header, caption)
  return { ...common(r), ...(html ? { caption: html, parse_mode: 'HTML' as const } : {}) }
}

function common(r: Rendering) {
  const keyboard = inlineKeyboard(r.extras.keyboard)
  return {
    ...(keyboard ? { reply_markup: keyboard } : {}),
    ...(r.extras.silent ? { disable_notification: true } : {}),
    ...(r.replyToMessageId === undefined
      ? {}
      : { reply_parameters: { message_id: r.replyToMessageId, allow_sending_without_reply: true } }),
  }
}

async function upload(r: Rendering, file: StoredFile): Promise<InputFile> {
  return new InputFile(await r.openFile(file.fileId), file.name)
}

function fitsPhoto(file: StoredFile): boolean {
  return photoTypes.has(file.mimeType) && file.size <= maxPhoto
}

async function ids(sending: Promise<Message>): Promise<number[]> {
  return [(await sending).message_id]
}
