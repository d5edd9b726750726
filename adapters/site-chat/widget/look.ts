import type { ChatLook } from '../protocol.js'
import type { WidgetOptions } from './options.js'
import type { BrowserStore } from './store.js'

/** What a page that was never here waits for the look of its chat, ms; then it is shown as the product has it. */
const patienceMs = 1_500

const usual: ChatLook = { color: '', theme: 'auto', position: 'right' }

/**
 * How the chat looks: the settings of its account, and over them what the script tag says. What a browser has seen once
 * is shown at once and renewed behind it. `gone`: the account is not there or is stopped, and there is nothing to show.
 */
export async function findLook(
  { server, account, look }: Pick<WidgetOptions, 'server' | 'account' | 'look'>,
  store: BrowserStore,
  apply: (look: ChatLook | 'gone') => void,
): Promise<void> {
  const kept = readKept(store)
  let shown = ''
  const show = (own: ChatLook) => {
    const next = { ...own, ...look }
    if (JSON.stringify(next) === shown) return
    shown = JSON.stringify(next)
    apply(next)
  }
  if (kept) show(kept)
  const timer = setTimeout(() => show(usual), patienceMs)
  try {
    const answer = await fetch(`${server}/chat/look/${encodeURIComponent(account)}`, {
      credentials: 'omit',
      mode: 'cors',
    })
    if (answer.status === 404) {
      store.remove('look')
      clearTimeout(timer)
      return apply('gone')
    }
    if (!answer.ok) throw new Error()
    const own = check(await answer.json())
    store.set('look', JSON.stringify(own))
    show(own)
  } catch {
    // Without the server the chat still waits in its place.
    if (!kept) show(usual)
  } finally {
    clearTimeout(timer)
  }
}

function readKept(store: BrowserStore): ChatLook | null {
  try {
    const kept = store.get('look')
    return kept === null ? null : check(JSON.parse(kept))
  } catch {
    return null
  }
}

function check(value: unknown): ChatLook {
  const { color, theme, position } = Object(value) as Record<string, unknown>
  return {
    color: typeof color === 'string' && CSS.supports('color', color) ? color : '',
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    position: position === 'left' ? 'left' : 'right',
  }
}
