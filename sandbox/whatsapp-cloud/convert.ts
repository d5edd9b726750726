import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ApiFile, ApiInlineButton, ApiMessage, MediaKind } from '../telegram/bot-api.js'
import type { FileStore, SandboxFile } from '../telegram/file-store.js'
import { mediaPart } from '../telegram/media.js'
import { graphError } from './graph-error.js'

/** The id of a message on this WhatsApp: always the same for the same message of the sandbox. */
export function wamidOf(chatKey: string, messageId: number): string {
  return `wamid.${createHash('sha1').update(`${chatKey}/${messageId}`).digest('base64url')}`
}

/** What a person said, as the part of a webhook's message that follows `type`. */
export function saidPart(message: ApiMessage, files: FileStore): { type: string } & Record<string, unknown> {
  const [kind, file] = mediaOf(message)
  if (kind && file) {
    const stored = files.get(file.file_id)
    return {
      type: kind,
      [kind]: {
        id: file.file_id,
        mime_type: mimeOf(kind, stored?.mimeType ?? file.mime_type),
        sha256: createHash('sha256').update(file.file_unique_id).digest('base64'),
        ...(message.caption ? { caption: message.caption } : {}),
        ...(kind === 'document' ? { filename: file.file_name ?? stored?.name ?? 'file' } : {}),
        ...(message.voice ? { voice: true } : {}),
      },
    }
  }
  if (message.location) {
    const { latitude, longitude } = message.location
    return {
      type: 'location',
      location: { latitude, longitude, ...(message.venue ? { name: message.venue.title } : {}) },
    }
  }
  if (message.contact) {
    const { first_name: first, last_name: last, phone_number: phone } = message.contact
    const formatted = [first, last].filter(Boolean).join(' ')
    return {
      type: 'contacts',
      contacts: [
        {
          name: { formatted_name: formatted, first_name: first },
          phones: [{ phone, wa_id: phone.replace(/\D/g, ''), type: 'CELL' }],
        },
      ],
    }
  }
  if (message.text === undefined) {
    return {
      type: 'unsupported',
      errors: [{ code: 131051, title: 'Message type unknown', message: 'Message type unknown' }],
    }
  }
  return { type: 'text', text: { body: message.text } }
}

function mimeOf(kind: string, mimeType = 'application/octet-stream'): string {
  return kind === 'audio' && mimeType === 'audio/ogg' ? 'audio/ogg; codecs=opus' : mimeType
}

function mediaOf(message: ApiMessage): [string, ApiFile] | [undefined, undefined] {
  if (message.photo) return ['image', message.photo.at(-1) as ApiFile]
  const audio = message.voice ?? message.audio
  if (audio) return ['audio', audio]
  const video = message.video ?? message.video_note ?? message.animation
  if (video) return ['video', video]
  if (message.sticker) return ['sticker', message.sticker]
  if (message.document) return ['document', message.document]
  return [undefined, undefined]
}

/** A press: the button's own data begin with what kind of message it stood under. */
export function pressPart(button: {
  data: string
  label: string
}): { type: string } & Record<string, unknown> {
  const [kind = '', id = ''] = splitOnce(button.data, '|')
  if (kind === 't') return { type: 'button', button: { payload: id, text: button.label } }
  const reply = { id, title: button.label.slice(0, 24) }
  if (kind === 'b') return { type: 'interactive', interactive: { type: 'button_reply', button_reply: reply } }
  const described = button.label.length > 24 ? { description: button.label } : {}
  return { type: 'interactive', interactive: { type: 'list_reply', list_reply: { ...reply, ...described } } }
}

function splitOnce(text: string, by: string): string[] {
  const at = text.indexOf(by)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}

const media = z.object({
  id: z.string(),
  caption: z.string().max(1_024).optional(),
  filename: z.string().optional(),
})
const title = z.string().min(1)
const outgoing = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.object({ body: z.string().min(1).max(4_096) }) }),
  z.object({ type: z.literal('image'), image: media }),
  z.object({ type: z.literal('video'), video: media }),
  z.object({ type: z.literal('audio'), audio: media }),
  z.object({ type: z.literal('document'), document: media }),
  z.object({ type: z.literal('sticker'), sticker: media }),
  z.object({
    type: z.literal('location'),
    location: z.object({ latitude: z.number(), longitude: z.number(), name: z.string().optional() }),
  }),
  z.object({
    type: z.literal('contacts'),
    contacts: z
      .array(
        z.object({
          name: z.object({ formatted_name: title }),
          phones: z.array(z.object({ phone: z.string() })).min(1),
        }),
      )
      .min(1),
  }),
  z.object({
    type: z.literal('interactive'),
    interactive: z.discriminatedUnion('type', [
      z.object({
        type: z.literal('button'),
        body: z.object({ text: z.string().min(1).max(1_024) }),
        action: z.object({
          buttons: z
            .array(z.object({ reply: z.object({ id: z.string().min(1).max(256), title: title.max(20) }) }))
            .min(1)
            .max(3),
        }),
      }),
      z.object({
        type: z.literal('list'),
        body: z.object({ text: z.string().min(1).max(4_096) }),
        action: z.object({
          button: title.max(20),
          sections: z
            .array(
              z.object({
                rows: z
                  .array(
                    z.object({
                      id: z.string().min(1).max(200),
                      title: title.max(24),
                      description: z.string().max(72).optional(),
                    }),
                  )
                  .min(1)
                  .max(10),
              }),
            )
            .min(1)
            .max(10),
        }),
      }),
    ]),
  }),
  z.object({
    type: z.literal('template'),
    template: z.object({
      name: title,
      language: z.object({ code: title }),
      components: z
        .array(
          z.object({
            type: z.string(),
            sub_type: z.string().optional(),
            index: z.coerce.number().optional(),
            parameters: z.array(
              z.object({
                type: z.string(),
                text: z.string().optional(),
                payload: z.string().optional(),
                parameter_name: z.string().optional(),
              }),
            ),
          }),
        )
        .default([]),
    }),
  }),
])
type Outgoing = z.infer<typeof outgoing>
export type OutgoingTemplate = Extract<Outgoing, { type: 'template' }>['template']

/** What we sent, as a phone of the sandbox shows it. Throws `GraphError` where Meta would refuse it. */
export function shownPart(
  raw: unknown,
  files: FileStore,
  renderTemplate: (template: OutgoingTemplate) => Partial<ApiMessage>,
): Partial<ApiMessage> {
  const result = outgoing.safeParse(raw)
  if (!result.success) throw graphError(131009, z.prettifyError(result.error))
  const message = result.data
  switch (message.type) {
    case 'text':
      return { text: message.text.body }
    case 'image':
      return mediaMessage('photo', message.image, files)
    case 'video':
      return mediaMessage('video', message.video, files)
    case 'audio':
      return mediaMessage('voice', message.audio, files)
    case 'document':
      return mediaMessage('document', message.document, files)
    case 'sticker':
      return mediaMessage('sticker', message.sticker, files)
    case 'location': {
      const { latitude, longitude, name } = message.location
      const location = { latitude, longitude }
      return name ? { location, venue: { location, title: name, address: '' } } : { location }
    }
    case 'contacts': {
      const [card] = message.contacts
      return {
        contact: { phone_number: card?.phones[0]?.phone ?? '', first_name: card?.name.formatted_name ?? '' },
      }
    }
    case 'interactive': {
      const { interactive } = message
      if (interactive.type === 'button') {
        const buttons = interactive.action.buttons.map(({ reply }) => [
          { text: reply.title, callback_data: `b|${reply.id}` },
        ])
        if (new Set(interactive.action.buttons.map(({ reply }) => reply.title)).size < buttons.length)
          throw graphError(131009, 'Button titles must be unique')
        return { text: interactive.body.text, reply_markup: { inline_keyboard: buttons } }
      }
      const rows = interactive.action.sections.flatMap((section) => section.rows)
      if (rows.length > 10) throw graphError(131009, 'Total row count exceed max allowed count: 10')
      return {
        text: interactive.body.text,
        reply_markup: {
          inline_keyboard: rows.map((row) => [
            { text: row.description ?? row.title, callback_data: `l|${row.id}` },
          ]),
        },
      }
    }
    case 'template':
      return renderTemplate(message.template)
  }
}

function mediaMessage(kind: MediaKind, given: z.infer<typeof media>, files: FileStore): Partial<ApiMessage> {
  const file = files.get(given.id)
  if (!file) throw graphError(131053, 'Media not found')
  const named: SandboxFile = given.filename ? { ...file, name: given.filename } : file
  return { ...mediaPart(kind, named), ...(given.caption ? { caption: given.caption } : {}) }
}

export function templateButtons(buttons: ApiInlineButton[]): Partial<ApiMessage> {
  return buttons.length > 0 ? { reply_markup: { inline_keyboard: buttons.map((button) => [button]) } } : {}
}
