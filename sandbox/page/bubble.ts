import type { ApiFile, ApiMessage } from '../telegram/bot-api.js'
import type { MessageView } from '../telegram/view.js'
import { fileUrl } from './api.js'
import { h } from './dom.js'
import { icon, ticks } from './icons.js'
import { inlineKeyboard } from './inline-keyboard.js'
import { richText } from './rich-text.js'
import { words } from './settings.js'
import { briefOf, hueOf, initialsOf, phoneOf, serviceText, sizeOf, timeOf } from './show.js'
import { voicePlayer } from './voice-player.js'

/** What a bubble may ask of the chat it stands in. */
export interface BubbleActions {
  press(messageId: number, button: string): Promise<void>
  command(text: string): void
  reply(view: MessageView): void
  /** Opens the menu of a message at a point of the window. */
  menu(view: MessageView, at: { x: number; y: number }): void
  jumpTo(messageId: number): void
}

export interface BubbleLook {
  own: boolean
  /** First and last of a row of the same sender. */
  first: boolean
  last: boolean
  /** Groups show who speaks. */
  named: boolean
}

/** One message, or an album as one, in a bubble with its buttons below. */
export function bubble(album: MessageView[], look: BubbleLook, actions: BubbleActions): HTMLElement {
  const view = album[0] as MessageView
  const { message } = view
  const bare = isBare(message)
  const body = h(
    'div',
    { className: `bubble${bare ? ' bare' : ''}${hasOnlyMedia(message) ? ' edge' : ''}` },
    look.named && look.first && !look.own && sender(message),
    forwarded(message),
    replied(message, actions),
    ...content(album, look, actions),
    meta(album.at(-1) ?? view, look.own),
  )
  const column = h('div', { className: 'column' }, body, inlineKeyboard(message, actions))
  const row = h(
    'article',
    {
      className: `row ${look.own ? 'own' : 'other'}${look.first ? ' first' : ''}${look.last ? ' last' : ''}`,
      data: { message: String(message.message_id) },
    },
    look.named && !look.own && avatarSlot(message, look.last),
    column,
    h(
      'button',
      {
        type: 'button',
        className: 'quick-reply',
        title: words.reply,
        aria: { label: words.reply },
        on: { click: () => actions.reply(view) },
      },
      icon('reply', 18),
    ),
  )
  listenForMenu(row, body, view, actions)
  return row
}

export function serviceLine(message: ApiMessage): HTMLElement {
  return h('div', { className: 'service' }, h('span', {}, serviceText(message)))
}

function listenForMenu(row: HTMLElement, body: HTMLElement, view: MessageView, actions: BubbleActions): void {
  row.addEventListener('contextmenu', (event) => {
    if ((event.target as Element).closest('a, video')) return
    event.preventDefault()
    actions.menu(view, { x: event.clientX, y: event.clientY })
  })
  row.addEventListener('dblclick', (event) => {
    if (!(event.target as Element).closest('a, button, audio, video')) actions.reply(view)
  })
  body.addEventListener('click', (event) => {
    const byTouch = (event as PointerEvent).pointerType === 'touch'
    if (!byTouch || (event.target as Element).closest('a, button, audio, video')) return
    actions.menu(view, { x: event.clientX, y: event.clientY })
  })
}

function sender(message: ApiMessage): HTMLElement {
  const name = h('div', { className: 'sender' }, fullName(message))
  name.style.setProperty('--hue', String(hueOf(message.from?.id ?? 0)))
  return name
}

function avatarSlot(message: ApiMessage, visible: boolean): HTMLElement {
  const slot = h('div', { className: 'avatar small' }, visible && initialsOf(fullName(message)))
  slot.style.setProperty('--hue', String(hueOf(message.from?.id ?? 0)))
  slot.classList.toggle('empty', !visible)
  return slot
}

function fullName(message: ApiMessage): string {
  return [message.from?.first_name, message.from?.last_name].filter(Boolean).join(' ')
}

function forwarded(message: ApiMessage): HTMLElement | undefined {
  const user = message.forward_origin?.sender_user
  if (!user) return undefined
  return h('div', { className: 'forwarded' }, `${words.forwardedFrom} `, h('b', {}, user.first_name))
}

function replied(message: ApiMessage, actions: BubbleActions): HTMLElement | undefined {
  const target = message.reply_to_message
  // In a forum every message "replies" to the one that made its topic.
  if (!target || target.forum_topic_created) return undefined
  return h(
    'button',
    { type: 'button', className: 'quote', on: { click: () => actions.jumpTo(target.message_id) } },
    h('b', {}, target.from?.first_name ?? ''),
    h('span', {}, briefOf(target).slice(0, 120)),
  )
}

function content(album: MessageView[], look: BubbleLook, actions: BubbleActions): Node[] {
  const message = album[0]?.message as ApiMessage
  const worded = album.map((view) => view.message).find((one) => one.text ?? one.caption)
  const text = worded?.text ?? worded?.caption
  const entities = worded?.entities ?? worded?.caption_entities
  const media = album.length > 1 ? albumGrid(album.map((view) => view.message)) : mediaOf(message)
  if (text === undefined) return media ? [media] : []
  // An unseen copy of the time keeps room for it at the end of the last line.
  const room = meta(album.at(-1) as MessageView, look.own)
  room.classList.add('room')
  room.setAttribute('aria-hidden', 'true')
  const said = h(
    'div',
    { className: `text${isJustEmoji(message) ? ' big' : ''}` },
    ...richText(text, entities, actions.command),
    !isJustEmoji(message) && room,
  )
  return media ? [media, said] : [said]
}

function mediaOf(message: ApiMessage): HTMLElement | undefined {
  if (message.photo) return photo(message.photo)
  if (message.sticker) return sticker(message.sticker)
  if (message.voice) return voicePlayer(message.voice, message.message_id)
  if (message.animation ?? message.video ?? message.video_note) {
    return video((message.animation ?? message.video ?? message.video_note) as ApiFile)
  }
  if (message.audio) return audio(message.audio)
  if (message.document) return documentLink(message.document)
  if (message.location) return place(message)
  return message.contact ? contact(message) : undefined
}

function albumGrid(messages: ApiMessage[]): HTMLElement {
  const items = messages.map((message) => mediaOf(message)).filter((item) => item !== undefined)
  const isVisual = messages.every((message) => message.photo ?? message.video)
  return h(
    'div',
    { className: isVisual ? 'album' : 'album-list', data: { count: String(items.length) } },
    ...items,
  )
}

function photo(sizes: ApiFile[]): HTMLElement {
  const largest = sizes.at(-1) as ApiFile
  const image = h('img', {
    src: fileUrl(largest.file_id),
    alt: words.photo,
    loading: 'lazy',
    width: largest.width ?? 320,
    height: largest.height ?? 240,
  })
  return h(
    'a',
    { className: 'photo', href: fileUrl(largest.file_id), target: '_blank', rel: 'noopener' },
    image,
  )
}

function sticker(file: ApiFile): HTMLElement {
  return h(
    'div',
    { className: 'sticker' },
    h('img', { src: fileUrl(file.file_id), alt: file.emoji ?? words.sticker, loading: 'lazy' }),
  )
}

function video(file: ApiFile): HTMLElement {
  return h('video', { className: 'video', src: fileUrl(file.file_id), controls: true, preload: 'metadata' })
}

function audio(file: ApiFile): HTMLElement {
  return h(
    'div',
    { className: 'audio' },
    h('div', { className: 'file-name' }, file.title ?? file.file_name ?? words.audio),
    h('audio', { src: fileUrl(file.file_id), controls: true, preload: 'none' }),
  )
}

function documentLink(file: ApiFile): HTMLElement {
  const name = file.file_name ?? words.file
  return h(
    'a',
    { className: 'document', href: fileUrl(file.file_id), download: name, title: words.download },
    h(
      'span',
      { className: 'document-icon' },
      name.includes('.') ? (name.split('.').at(-1) ?? '').slice(0, 4) : icon('file'),
    ),
    h(
      'span',
      { className: 'document-words' },
      h('span', { className: 'file-name' }, name),
      h('span', { className: 'file-size' }, sizeOf(file.file_size)),
    ),
  )
}

function place(message: ApiMessage): HTMLElement {
  const { latitude, longitude } = message.location as { latitude: number; longitude: number }
  const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`
  return h(
    'a',
    { className: 'place', href: map, target: '_blank', rel: 'noopener noreferrer', title: words.openMap },
    h('span', { className: 'map' }, icon('place', 34)),
    h(
      'span',
      { className: 'place-words' },
      h('b', {}, message.venue?.title ?? words.location),
      h('span', {}, message.venue?.address ?? `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`),
    ),
  )
}

function contact(message: ApiMessage): HTMLElement {
  const { first_name, last_name, phone_number } = message.contact as NonNullable<ApiMessage['contact']>
  const name = [first_name, last_name].filter(Boolean).join(' ')
  const face = h('span', { className: 'avatar small' }, initialsOf(name))
  face.style.setProperty('--hue', String(hueOf(Number(phone_number.replace(/\D/g, '').slice(-6)))))
  return h(
    'div',
    { className: 'contact' },
    face,
    h('span', { className: 'contact-words' }, h('b', {}, name), h('span', {}, phoneOf(phone_number))),
  )
}

function meta(view: MessageView, own: boolean): HTMLElement {
  const { message } = view
  const state = view.delivered ? words.read : words.notRead
  return h(
    'span',
    { className: 'meta' },
    ...(view.reactions ?? []).map((emoji) => h('span', { className: 'reaction' }, emoji)),
    message.edit_date !== undefined && h('span', {}, words.edited),
    h('time', { dateTime: new Date(message.date * 1000).toISOString() }, timeOf(message.date)),
    own && h('span', { className: 'ticks', title: state }, ticks(view.delivered ? 2 : 1)),
  )
}

/** Shown without a bubble: stickers and a few emoji alone. */
function isBare(message: ApiMessage): boolean {
  return message.sticker !== undefined || isJustEmoji(message)
}

function isJustEmoji(message: ApiMessage): boolean {
  return /^(?:\p{Extended_Pictographic}\uFE0F?(?:\u200D\p{Extended_Pictographic}\uFE0F?)*){1,3}$/u.test(
    message.text ?? '',
  )
}

function hasOnlyMedia(message: ApiMessage): boolean {
  return (
    Boolean(message.photo ?? message.video ?? message.animation) &&
    !message.caption &&
    !message.reply_to_message
  )
}
