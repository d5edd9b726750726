type Child = Node | string | false | null | undefined

type Props<Tag extends keyof HTMLElementTagNameMap> = Partial<
  Omit<HTMLElementTagNameMap[Tag], 'style' | 'dataset' | 'children'>
> & {
  data?: Record<string, string>
  aria?: Record<string, string>
  on?: { [Type in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Type]) => void }
}

/** Makes an element. Strings become text nodes, never markup: what people write stays inert. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  props: Props<Tag> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  const { data, aria, on, ...rest } = props
  Object.assign(element, rest)
  for (const [name, value] of Object.entries(data ?? {})) element.dataset[name] = value
  for (const [name, value] of Object.entries(aria ?? {})) element.setAttribute(`aria-${name}`, value)
  for (const [type, listener] of Object.entries(on ?? {}))
    element.addEventListener(type, listener as EventListener)
  add(element, ...children)
  return element
}

export function add(parent: Element, ...children: Child[]): void {
  for (const child of children)
    if (child !== false && child !== null && child !== undefined) parent.append(child)
}

/** Puts exactly these children into the parent. */
export function fill(parent: Element, ...children: Child[]): void {
  parent.replaceChildren()
  add(parent, ...children)
}

/** Makes `parent` hold `wanted` in this order, moving as little as possible, so that what plays goes on playing. */
export function arrange(parent: Element, wanted: Element[]): void {
  const keep = new Set(wanted)
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove()
  wanted.forEach((element, index) => {
    const there = parent.children[index]
    if (there !== element) parent.insertBefore(element, there ?? null)
  })
}
