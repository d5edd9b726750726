type Child = Node | string | null | undefined | false

type Props<K extends keyof HTMLElementTagNameMap> = {
  [P in keyof HTMLElementTagNameMap[K]]?: HTMLElementTagNameMap[K][P] | undefined
} & { class?: string | undefined; aria?: Record<string, string | undefined>; role?: string }

/**
 * Makes an element. Strings become text nodes, never markup: whatever a client, a bot or a colleague wrote stays words.
 */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props<K> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const { class: className, aria = {}, role, ...rest } = props
  const element = document.createElement(tag)
  Object.assign(element, Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)))
  if (className) element.className = className
  if (role) element.setAttribute('role', role)
  for (const [name, value] of Object.entries(aria))
    if (value !== undefined) element.setAttribute(`aria-${name}`, value)
  element.append(
    ...children.filter(
      (child): child is Node | string => child !== null && child !== undefined && child !== false,
    ),
  )
  return element
}

const svg = 'http://www.w3.org/2000/svg'

const paths = {
  chat: 'M4 5.5A2.5 2.5 0 0 1 6.5 3h11A2.5 2.5 0 0 1 20 5.5v8a2.5 2.5 0 0 1-2.5 2.5H11l-4.3 3.7c-.5.4-1.2.1-1.2-.6V16A2.5 2.5 0 0 1 4 13.5z',
  down: 'M6 9.5l6 6 6-6',
  close: 'M6 6l12 12M18 6L6 18',
  clip: 'M19.5 11.5l-7.6 7.6a4.6 4.6 0 0 1-6.5-6.5l8-8a3 3 0 0 1 4.3 4.3l-8 8a1.5 1.5 0 0 1-2.2-2.2l7.2-7.1',
  send: 'M5 12L4 5.2c-.1-.7.6-1.3 1.3-1l14.6 6.9c.7.4.7 1.4 0 1.8L5.3 19.8c-.7.3-1.4-.3-1.3-1L5 12zm0 0h7',
  file: 'M13 3H7.5A1.5 1.5 0 0 0 6 4.5v15A1.5 1.5 0 0 0 7.5 21h9a1.5 1.5 0 0 0 1.5-1.5V8zm0 0v5h5',
  pin: 'M12 21s6.5-5.6 6.5-10.5a6.5 6.5 0 1 0-13 0C5.5 15.4 12 21 12 21zm0-8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
  phone:
    'M7 4h2.6l1.4 4-2 1.4a11 11 0 0 0 5.6 5.6l1.4-2 4 1.4V17a3 3 0 0 1-3 3A14 14 0 0 1 4 7a3 3 0 0 1 3-3z',
  clock: 'M12 7v5l3 2M20 12a8 8 0 1 1-16 0 8 8 0 0 1 16 0z',
  check: 'M5.5 12.5l4 4 9-9.5',
  checks: 'M2.5 12.5l4 4 9-9.5M11 15.5l1 1 9-9.5',
  alert: 'M12 8v5m0 3.2v.1M20.5 12a8.5 8.5 0 1 1-17 0 8.5 8.5 0 0 1 17 0z',
} as const

/** A line icon in the colour of the text around it; hidden from readers, who get the button's label. */
export function icon(name: keyof typeof paths, size = 24): SVGSVGElement {
  const element = document.createElementNS(svg, 'svg')
  for (const [key, value] of Object.entries({
    viewBox: '0 0 24 24',
    width: String(size),
    height: String(size),
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': '1.8',
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
    'aria-hidden': 'true',
  })) {
    element.setAttribute(key, value)
  }
  const path = document.createElementNS(svg, 'path')
  path.setAttribute('d', paths[name])
  element.append(path)
  return element
}
