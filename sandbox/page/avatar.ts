import { h } from './dom.js'
import { hueOf, initialsOf } from './show.js'

/** A round face with initials; `mark` puts a small sign on it. */
export function avatar(
  id: number,
  name: string,
  kind: 'person' | 'bot' | 'group' | 'topic' = 'person',
): HTMLElement {
  const face = h('span', { className: `avatar ${kind}` }, initialsOf(name))
  face.style.setProperty('--hue', String(hueOf(id)))
  return face
}

/** The icon of a topic in its colour (24-bit RGB). */
export function topicIcon(name: string, rgb: number): HTMLElement {
  const face = h('span', { className: 'avatar topic' }, initialsOf(name).slice(0, 1))
  face.style.setProperty('--topic', `#${rgb.toString(16).padStart(6, '0')}`)
  return face
}
