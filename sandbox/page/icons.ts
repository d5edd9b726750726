const shapes = {
  send: 'M3.4 20.4 21 12 3.4 3.6 3.4 10.2 15 12 3.4 13.8z',
  attach:
    'M16.5 6.5v9.2a4.5 4.5 0 0 1-9 0V5.8a3 3 0 0 1 6 0v8.7a1.5 1.5 0 0 1-3 0V7h-1.5v7.5a3 3 0 0 0 6 0V5.8a4.5 4.5 0 0 0-9 0v9.9a6 6 0 0 0 12 0V6.5z',
  mic: 'M12 14.5a3.2 3.2 0 0 0 3.2-3.2V6.2a3.2 3.2 0 0 0-6.4 0v5.1a3.2 3.2 0 0 0 3.2 3.2zm5.7-3.2a5.7 5.7 0 0 1-11.4 0H4.6a7.4 7.4 0 0 0 6.5 7.3V21h1.8v-2.4a7.4 7.4 0 0 0 6.5-7.3z',
  back: 'M15.6 5.4 14.2 4l-8 8 8 8 1.4-1.4L9 12z',
  more: 'M12 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4zm0 6a2 2 0 1 0 0-4 2 2 0 0 0 0 4zm0 6a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  close: 'M18.4 7 17 5.6l-5 5-5-5L5.6 7l5 5-5 5L7 18.4l5-5 5 5 1.4-1.4-5-5z',
  check: 'm9.2 16.6-4.5-4.5-1.4 1.4 5.9 5.9L21.4 7.2 20 5.8z',
  reply: 'M10 8.5V4.8L3.3 11.5 10 18.2v-3.8c4.8 0 8.1 1.5 10.5 4.9-1-4.9-3.8-9.8-10.5-10.8z',
  edit: 'M4 16.7V20h3.3l9.7-9.7-3.3-3.3zM19.6 7.7a.9.9 0 0 0 0-1.3l-2-2a.9.9 0 0 0-1.3 0l-1.6 1.6L18 9.3z',
  copy: 'M15.5 2.5h-11v13H6.2V4.2h9.3zm3.7 4H8.2v15h11zm-1.7 13.3H9.9V8.2h7.6z',
  forward: 'M14 8.5V4.8l6.7 6.7L14 18.2v-3.8c-4.8 0-8.1 1.5-10.5 4.9 1-4.9 3.8-9.8 10.5-10.8z',
  trash: 'M7 19.5A1.5 1.5 0 0 0 8.5 21h7a1.5 1.5 0 0 0 1.5-1.5V8H7zM18.5 5h-3.7l-1-1h-3.6l-1 1H5.5v1.7h13z',
  pin: 'M16 9V4h1.5V2.3h-11V4H8v5L6 11.5V13h5.2v7.5l.8 1 .8-1V13H18v-1.5z',
  file: 'M13.5 2.5H6.5A1.5 1.5 0 0 0 5 4v16a1.5 1.5 0 0 0 1.5 1.5h11A1.5 1.5 0 0 0 19 20V8zm-.8 6.3V4l4.8 4.8z',
  image:
    'M20 18.5v-13A1.5 1.5 0 0 0 18.5 4h-13A1.5 1.5 0 0 0 4 5.5v13A1.5 1.5 0 0 0 5.5 20h13a1.5 1.5 0 0 0 1.5-1.5zM8.7 13.5l2.3 2.7 3.2-4.2 4.3 5.5h-13z',
  place:
    'M12 2.5a6.7 6.7 0 0 0-6.7 6.7c0 5 6.7 12.3 6.7 12.3s6.7-7.3 6.7-12.3A6.7 6.7 0 0 0 12 2.5zm0 9.1a2.4 2.4 0 1 1 0-4.8 2.4 2.4 0 0 1 0 4.8z',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zm0 1.8c-2.8 0-8 1.4-8 4.2v2h16v-2c0-2.8-5.2-4.2-8-4.2z',
  phone:
    'M6.7 10.8a14.7 14.7 0 0 0 6.5 6.5l2.1-2.2c.3-.3.7-.4 1-.2 1.2.4 2.4.6 3.7.6.6 0 1 .4 1 1V20c0 .6-.4 1-1 1A17 17 0 0 1 3 4c0-.6.4-1 1-1h3.5c.6 0 1 .4 1 1 0 1.3.2 2.5.6 3.7.1.3 0 .7-.2 1z',
  sticker:
    'M12 3a9 9 0 1 0 0 18l9-9a9 9 0 0 0-9-9zM8.5 8.5a1.3 1.3 0 1 1 0 2.6 1.3 1.3 0 0 1 0-2.6zm7 0a1.3 1.3 0 1 1 0 2.6 1.3 1.3 0 0 1 0-2.6zM12 17.5a5 5 0 0 1-4.5-3h9a5 5 0 0 1-4.5 3z',
  play: 'M8 5.2v13.6L19 12z',
  pause: 'M6.5 5h4v14h-4zm7 0h4v14h-4z',
  down: 'M12 15.8 5.4 9.2 4 10.6l8 8 8-8-1.4-1.4z',
  keyboard:
    'M20 5H4a2 2 0 0 0-2 2v10a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2V7a2 2 0 0 0-2-2zm-9 3h2v2h-2zm0 3h2v2h-2zM8 8h2v2H8zm0 3h2v2H8zm-1 2H5v-2h2zm0-3H5V8h2zm9 7H8v-2h8zm0-4h-2v-2h2zm0-3h-2V8h2zm3 3h-2v-2h2zm0-3h-2V8h2z',
  plus: 'M19 11h-6V5h-2v6H5v2h6v6h2v-6h6z',
  sun: 'M12 7.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM11 2h2v3h-2zm0 17h2v3h-2zM2 11h3v2H2zm17 0h3v2h-3zM4.2 5.6l1.4-1.4 2.1 2.1-1.4 1.4zm12.1 12.1 1.4-1.4 2.1 2.1-1.4 1.4zM4.2 18.4l2.1-2.1 1.4 1.4-2.1 2.1zM16.3 6.3l2.1-2.1 1.4 1.4-2.1 2.1z',
  moon: 'M12.3 3.5a8.7 8.7 0 1 0 8.2 11.6A7.3 7.3 0 0 1 12.3 3.5z',
  lock: 'M17.5 9H16V7a4 4 0 0 0-8 0v2H6.5A1.5 1.5 0 0 0 5 10.5v9A1.5 1.5 0 0 0 6.5 21h11a1.5 1.5 0 0 0 1.5-1.5v-9A1.5 1.5 0 0 0 17.5 9zM9.7 7a2.3 2.3 0 0 1 4.6 0v2H9.7z',
  chat: 'M4 4h16a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2h-9l-5 4v-4H4a2 2 0 0 1-2-2V6c0-1.1.9-2 2-2z',
  link: 'M3.9 12a3.1 3.1 0 0 1 3.1-3.1h4V7H7a5 5 0 0 0 0 10h4v-1.9H7A3.1 3.1 0 0 1 3.9 12zM8 13h8v-2H8zm9-6h-4v1.9h4a3.1 3.1 0 0 1 0 6.2h-4V17h4a5 5 0 0 0 0-10z',
  stop: 'M7 7h10v10H7z',
} as const

export type IconName = keyof typeof shapes

/** A single-colour icon that takes the colour of the text around it. */
export function icon(name: IconName, size = 22): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('width', String(size))
  svg.setAttribute('height', String(size))
  svg.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  path.setAttribute('d', shapes[name])
  path.setAttribute('fill', 'currentColor')
  svg.append(path)
  return svg
}

/** One tick: sent. Two: taken by the other side. */
export function ticks(count: 1 | 2): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', '0 0 18 12')
  svg.setAttribute('width', '17')
  svg.setAttribute('height', '12')
  svg.setAttribute('aria-hidden', 'true')
  const lines = count === 2 ? ['M1.5 6.5 4.5 9.5 11 3', 'M7.5 9 8 9.5 14.5 3'] : ['M4.5 6.5 7.5 9.5 14 3']
  for (const line of lines) {
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
    path.setAttribute('d', line)
    path.setAttribute('fill', 'none')
    path.setAttribute('stroke', 'currentColor')
    path.setAttribute('stroke-width', '1.5')
    path.setAttribute('stroke-linecap', 'round')
    path.setAttribute('stroke-linejoin', 'round')
    svg.append(path)
  }
  return svg
}
