import { el } from '../dom.js'
import { webAddress } from '../linkify.js'

/** A round photo, or the first letters of the name where there is none or it does not load. */
export function avatar(name: string, photoUrl: string | undefined): HTMLElement {
  const circle = el('span', { class: 'avatar', aria: { hidden: 'true' } }, initials(name))
  const src = photoUrl ? webAddress(photoUrl) : null
  if (src) {
    const photo = el('img', { src, alt: '', referrerPolicy: 'no-referrer' })
    photo.addEventListener('error', () => photo.remove())
    circle.append(photo)
  }
  return circle
}

function initials(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  // "Реклама и мерч" is РМ: the small words in between do not count.
  const long = words.filter((word) => word.length > 1)
  return (long.length > 0 ? long : words)
    .slice(0, 2)
    .map((word) => Array.from(word)[0]?.toUpperCase() ?? '')
    .join('')
}
