import { add, h } from './dom.js'
import { type IconName, icon } from './icons.js'
import { words } from './settings.js'

export interface MenuItem {
  icon: IconName
  label: string
  danger?: boolean
  run(): void
}

/** Opens a small menu inside a phone, near a point of the window; a press anywhere else closes it. */
export function openMenu(
  screen: HTMLElement,
  at: { x: number; y: number },
  items: MenuItem[],
  head?: { emojis: string[]; pick(emoji: string): void },
): void {
  closePopups(screen)
  const frame = screen.getBoundingClientRect()
  const shade = h('div', { className: 'shade', on: { click: () => shade.remove() } })
  const menu = h(
    'div',
    { className: 'menu', role: 'menu' },
    head &&
      h(
        'div',
        { className: 'menu-emojis' },
        ...head.emojis.map((emoji) =>
          h('button', { type: 'button', on: { click: () => head.pick(emoji) } }, emoji),
        ),
      ),
    ...items.map((item) =>
      h(
        'button',
        {
          type: 'button',
          role: 'menuitem',
          className: item.danger ? 'danger' : '',
          on: { click: () => item.run() },
        },
        icon(item.icon, 20),
        h('span', {}, item.label),
      ),
    ),
  )
  add(shade, menu)
  add(screen, shade)
  const { offsetWidth: width, offsetHeight: height } = menu
  const clamp = (value: number, most: number) => `${Math.max(8, Math.min(value, most))}px`
  menu.style.left = clamp(at.x - frame.left, frame.width - width - 8)
  menu.style.top = clamp(at.y - frame.top, frame.height - height - 8)
  menu.querySelector('button')?.focus({ preventScroll: true })
}

/** A card over a phone's screen with a title, something inside and buttons. Resolves with what was chosen. */
export function openCard<Value>(
  screen: HTMLElement,
  card: {
    title: string
    body: (Node | string)[]
    buttons?: { label: string; value: () => Value; main?: boolean }[]
  },
): { chosen: Promise<Value | undefined>; choose(value: Value): void } {
  closePopups(screen)
  let settle: (value: Value | undefined) => void = () => {}
  const chosen = new Promise<Value | undefined>((resolve) => {
    settle = resolve
  })
  const finish = (value: Value | undefined) => {
    shade.remove()
    settle(value)
  }
  const form = h(
    'form',
    {
      className: 'card',
      role: 'dialog',
      on: {
        click: (event: MouseEvent) => event.stopPropagation(),
        submit: (event: SubmitEvent) => {
          event.preventDefault()
          const main = card.buttons?.find((button) => button.main)
          if (main) finish(main.value())
        },
      },
    },
    h('h3', {}, card.title),
    ...card.body,
    card.buttons !== undefined &&
      h(
        'div',
        { className: 'card-buttons' },
        h(
          'button',
          { type: 'button', className: 'quiet', on: { click: () => finish(undefined) } },
          words.cancel,
        ),
        ...card.buttons.map((button) =>
          h(
            'button',
            {
              type: button.main ? ('submit' as const) : ('button' as const),
              className: button.main ? 'main' : '',
              ...(button.main ? {} : { on: { click: () => finish(button.value()) } }),
            },
            button.label,
          ),
        ),
      ),
  )
  const shade = h('div', { className: 'shade dim', on: { click: () => finish(undefined) } }, form)
  add(screen, shade)
  const first = form.querySelector<HTMLElement>('input, button.main, button')
  first?.focus({ preventScroll: true })
  return { chosen, choose: finish }
}

/** An alert that the person has to put away. */
export function openAlert(screen: HTMLElement, title: string, text: string): void {
  closePopups(screen)
  const close = () => shade.remove()
  const card = h(
    'div',
    { className: 'card', role: 'alertdialog' },
    h('h3', {}, title),
    h('p', {}, text),
    h(
      'div',
      { className: 'card-buttons' },
      h('button', { type: 'button', className: 'main', on: { click: close } }, words.ok),
    ),
  )
  const shade = h('div', { className: 'shade dim' }, card)
  add(screen, shade)
  card.querySelector('button')?.focus({ preventScroll: true })
}

/** Words that pass by at the bottom of a phone. */
export function toast(screen: HTMLElement, text: string): void {
  for (const old of screen.querySelectorAll('.toast')) old.remove()
  const note = h('div', { className: 'toast', role: 'status' }, text)
  add(screen, note)
  setTimeout(() => note.remove(), 3_500)
}

export function closePopups(screen: HTMLElement): void {
  for (const shade of screen.querySelectorAll('.shade')) shade.remove()
}
