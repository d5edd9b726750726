import type { ChatContent, ChatFile } from '../../protocol.js'
import { el, icon } from '../dom.js'
import { externalLink, linkify, webAddress } from '../linkify.js'
import type { Texts } from '../texts.js'
import { fileSize } from '../time.js'

/** What a message shows inside its bubble. Words are text nodes, addresses only http(s), nothing is markup. */
export function bubbleBody(content: ChatContent, texts: Texts, onResize: () => void): (Node | string)[] {
  switch (content.type) {
    case 'text':
    case 'choices':
      return content.text ? [words(content.text)] : []
    case 'choice':
      return [words(content.label)]
    case 'emoji':
      return [el('div', { class: 'emoji' }, content.text)]
    case 'files':
      return [
        el('div', { class: 'files' }, ...content.files.map((file) => fileView(file, texts, onResize))),
        ...(content.caption ? [words(content.caption)] : []),
      ]
    case 'location': {
      const { latitude, longitude, title } = content
      return [
        externalLink(
          mapAddress(latitude, longitude, texts),
          { class: 'row' },
          icon('pin', 22),
          title || texts('place'),
        ),
      ]
    }
    case 'contact':
      return [
        el(
          'div',
          { class: 'row' },
          icon('phone', 20),
          el('span', {}, [content.name, content.phone].filter(Boolean).join(', ')),
        ),
      ]
    case 'unsupported':
      return [el('div', { class: 'muted' }, texts('unsupported'))]
  }
}

function words(text: string): HTMLElement {
  return el('div', { class: 'words' }, ...linkify(text))
}

function fileView(file: ChatFile, texts: Texts, onResize: () => void): HTMLElement {
  const src = webAddress(file.url)
  if (!src) return fileRow(file, null, texts)
  if (file.show === 'image') return picture(file, src, texts, onResize)
  if (file.show === 'audio') return el('audio', { src, controls: true, preload: 'metadata' })
  if (file.show === 'video')
    return el('video', { src, controls: true, preload: 'metadata', playsInline: true })
  return fileRow(file, src, texts)
}

function picture(file: ChatFile, src: string, texts: Texts, onResize: () => void): HTMLElement {
  const image = el('img', { src, alt: texts('image', { name: file.name }), decoding: 'async' })
  const link = externalLink(src, { class: 'picture', title: file.name }, image)
  image.addEventListener('load', onResize)
  // Still on its way to the server, or gone: a name is better than a broken picture.
  image.addEventListener('error', () => link.replaceWith(fileRow(file, src, texts)))
  return link
}

function fileRow(file: ChatFile, src: string | null, texts: Texts): HTMLElement {
  const about = [
    icon('file', 24),
    el('span', { class: 'about' }, el('b', {}, file.name), el('small', {}, fileSize(file.size, texts))),
  ]
  return src
    ? externalLink(src, { class: 'row file', title: texts('download', { name: file.name }) }, ...about)
    : el('div', { class: 'row file' }, ...about)
}

function mapAddress(latitude: number, longitude: number, { lang }: Texts): string {
  const [lat, lon] = [latitude.toFixed(6), longitude.toFixed(6)]
  return lang === 'ru'
    ? `https://yandex.ru/maps/?pt=${lon},${lat}&z=16&l=map`
    : `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}#map=16/${lat}/${lon}`
}
