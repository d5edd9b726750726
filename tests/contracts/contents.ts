import type { Readable } from 'node:stream'
import type { Content, ContentType, StoredFile } from '../../core/content.js'
import { tinyPng } from '../../sandbox/telegram/testing.js'
import type { OutsideFile, Said } from './outside.js'

export const picture: OutsideFile = { name: 'logo.png', mimeType: 'image/png', data: tinyPng }
/** Another picture: the bytes after its end belong to nobody and make it another file. */
const secondPicture: OutsideFile = {
  ...picture,
  name: 'back.png',
  data: Buffer.concat([tinyPng, Buffer.from('2')]),
}
const layout: OutsideFile = {
  name: 'Макет логотипа, версия 2.pdf',
  mimeType: 'application/pdf',
  data: Buffer.from('%PDF-1.4\nмакет'),
}
const voice: OutsideFile = {
  name: 'voice.ogg',
  mimeType: 'audio/ogg',
  data: Buffer.concat([Buffer.from('OggS'), Buffer.alloc(60, 7)]),
}
const video: OutsideFile = {
  name: 'product.mp4',
  mimeType: 'video/mp4',
  data: Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom'), Buffer.alloc(60, 7)]),
}
const sticker: OutsideFile = {
  name: 'sticker.webp',
  mimeType: 'image/webp',
  data: Buffer.from('UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAUAmJaQAA3AA/v02aAA=', 'base64'),
}

/** One of everything that a person can say; a choice is pressed and so not among them. */
export const toSay: Record<ContentType, Said | null> = {
  text: { type: 'text', text: 'Сколько стоит 100 кружек? 🙂 <b>&amp;' },
  image: { type: 'image', file: picture, caption: 'Вот логотип' },
  album: { type: 'album', files: [picture, secondPicture], caption: 'С двух сторон' },
  document: { type: 'document', file: layout, caption: 'Макет' },
  voice: { type: 'voice', file: voice },
  video: { type: 'video', file: video, caption: 'Вот так' },
  sticker: { type: 'sticker', file: sticker, emoji: '👍' },
  location: { type: 'location', latitude: 55.0302, longitude: 82.9204 },
  contact: { type: 'contact', phone: '+79139990011', name: 'Иван' },
  choices: null,
  choice: null,
  template: null,
  unsupported: { type: 'unsupported' },
}

/** A template that platforms which have them are given. */
export const sampleTemplate = {
  name: 'contract_sample',
  body: 'Заказ готов, {{1}}! Можно забирать.',
  button: 'Когда вы открыты?',
}

type Save = (file: OutsideFile) => Promise<StoredFile>

/** One of everything that we can say. */
export const samples = {
  text: async () => ({ type: 'text', text: 'Добрый день! 100 кружек: 24 000 ₽ <b>&amp;' }),
  image: async (save) => ({ type: 'image', file: await save(picture), caption: 'Визуализация' }),
  album: async (save) => ({
    type: 'album',
    files: await Promise.all([picture, secondPicture].map(save)),
    caption: 'Два вида',
  }),
  document: async (save) => ({ type: 'document', file: await save(layout), caption: 'Счёт' }),
  voice: async (save) => ({ type: 'voice', file: await save(voice) }),
  video: async (save) => ({ type: 'video', file: await save(video), caption: 'Как печатаем' }),
  sticker: async (save) => ({ type: 'sticker', file: await save(sticker), emoji: '👍' }),
  location: async () => ({ type: 'location', latitude: 55.0302, longitude: 82.9204, title: 'Наш склад' }),
  contact: async () => ({ type: 'contact', phone: '+79130000000', name: 'Ольга', own: false }),
  choices: async () => ({
    type: 'choices',
    text: 'Когда удобно?',
    choices: [
      { id: 'today', label: 'Сегодня' },
      { id: 'tomorrow', label: 'Завтра' },
    ],
  }),
  template: async () => ({
    type: 'template',
    name: sampleTemplate.name,
    language: 'ru',
    text: sampleTemplate.body.replace('{{1}}', 'Анна'),
    parameters: [{ place: 'body', key: '1', value: 'Анна' }],
    choices: [{ id: 'ready:0', label: sampleTemplate.button, index: 0 }],
  }),
} satisfies Record<string, (save: Save) => Promise<Content>>

export async function bytesOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
