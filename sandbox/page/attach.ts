import type { PersonAction } from '../telegram/action.js'
import { type Network, upload } from './api.js'
import { h } from './dom.js'
import { openCard } from './popup.js'
import { words } from './settings.js'

/** Uploads files and says how to send them: one photo, video or document, or an album; ten at a time at most. */
export async function actionsOfFiles(
  network: Network,
  files: File[],
  caption: string,
  replyTo: number | undefined,
): Promise<PersonAction[]> {
  const uploaded = await Promise.all(
    files.map(async (file) => ({ fileId: await upload(network, file, file.name), type: kindOf(file) })),
  )
  const more = { ...(caption ? { caption } : {}), ...(replyTo === undefined ? {} : { replyTo }) }
  const isAlbum =
    uploaded.length > 1 && (uploaded.every(isVisual) || uploaded.every((file) => file.type === 'document'))
  if (!isAlbum) {
    return uploaded.map(({ fileId, type }, index) => ({
      type,
      file: { fileId },
      ...(index === 0 ? more : {}),
    }))
  }
  const actions: PersonAction[] = []
  for (let at = 0; at < uploaded.length; at += 10) {
    const part = uploaded.slice(at, at + 10).map(({ fileId }) => ({ fileId }))
    const [only] = part
    const words = at === 0 ? more : {}
    if (part.length > 1) actions.push({ type: 'album', files: part, ...words })
    else if (only) actions.push({ type: uploaded[at]?.type ?? 'document', file: only, ...words })
  }
  return actions
}

type SentKind = 'photo' | 'video' | 'audio' | 'document'

function kindOf(file: File): SentKind {
  if (/^image\/(jpeg|png|webp)$/.test(file.type)) return 'photo'
  if (file.type.startsWith('video/')) return 'video'
  return file.type.startsWith('audio/') ? 'audio' : 'document'
}

function isVisual(file: { type: SentKind }): boolean {
  return file.type === 'photo' || file.type === 'video'
}

/** Asks which place to send. */
export async function askPlace(screen: HTMLElement): Promise<PersonAction | undefined> {
  const card = openCard<PersonAction>(screen, {
    title: words.places,
    body: words.placeList.map(({ name, latitude, longitude }) =>
      choice(name, () => card.choose({ type: 'location', latitude, longitude })),
    ),
    buttons: [],
  })
  return card.chosen
}

/** Asks for somebody else's card. */
export async function askContact(screen: HTMLElement): Promise<PersonAction | undefined> {
  const name = h('input', { required: true, maxLength: 60, autocomplete: 'off' })
  const phone = h('input', {
    type: 'tel',
    required: true,
    placeholder: '+7 913 000-11-22',
    autocomplete: 'off',
  })
  const { chosen } = openCard<PersonAction>(screen, {
    title: words.attachContact,
    body: [field(words.contactName, name), field(words.contactPhone, phone)],
    buttons: [
      {
        label: words.share,
        main: true,
        value: () => ({ type: 'contact', firstName: name.value.trim(), phone: phone.value.trim() }),
      },
    ],
  })
  return chosen
}

/** Asks whether to share the own number, as a messenger does. */
export async function askOwnContact(screen: HTMLElement, botName: string): Promise<boolean> {
  const { chosen } = openCard<boolean>(screen, {
    title: words.shareOwnTitle,
    body: [h('p', {}, words.shareOwnText(botName))],
    buttons: [{ label: words.share, main: true, value: () => true }],
  })
  return (await chosen) ?? false
}

const stickers = ['👍', '🎉', '🔥', '😊', '🤝', '🙏', '☕️', '🚀']

/** Asks for a sticker and draws it: an emoji on a transparent square. */
export async function askSticker(network: Network, screen: HTMLElement): Promise<PersonAction | undefined> {
  const card = openCard<string>(screen, {
    title: words.stickers,
    body: [
      h(
        'div',
        { className: 'sticker-grid' },
        ...stickers.map((emoji) => choice(emoji, () => card.choose(emoji))),
      ),
    ],
    buttons: [],
  })
  const emoji = await card.chosen
  if (!emoji) return undefined
  return {
    type: 'sticker',
    file: { fileId: await upload(network, await drawSticker(emoji), 'sticker.webp') },
    emoji,
  }
}

function drawSticker(emoji: string): Promise<Blob> {
  const canvas = h('canvas', { width: 320, height: 320 })
  const context = canvas.getContext('2d')
  if (context) {
    context.font = '240px "Noto Color Emoji", "Apple Color Emoji", "Segoe UI Emoji", sans-serif'
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    context.fillText(emoji, 160, 175)
  }
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/webp')
  })
}

export function field(label: string, input: HTMLElement, hint?: string): HTMLElement {
  return h(
    'label',
    { className: 'field' },
    h('span', {}, label),
    input,
    hint ? h('small', {}, hint) : undefined,
  )
}

export function choice(label: string, run: () => void): HTMLElement {
  return h('button', { type: 'button', className: 'choice', on: { click: run } }, label)
}
