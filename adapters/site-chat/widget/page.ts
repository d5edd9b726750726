import type { VisitorPage } from '../protocol.js'
import type { BrowserStore } from './store.js'

/** Where the visitor is and where they came from; marks of the first landing stay for the whole visit and after. */
export function visitedPage(store: BrowserStore): VisitorPage {
  const { utm, referrer } = firstLanding(store)
  return {
    url: location.href.split('#', 1)[0] ?? '',
    ...(referrer ? { referrer } : {}),
    ...(Object.keys(utm).length > 0 ? { utm } : {}),
  }
}

interface Landing {
  utm: Record<string, string>
  referrer: string
}

/** Remembers the landing; called on every page, because the visitor may open the chat on a later one. */
export function firstLanding(store: BrowserStore): Landing {
  const utm: Record<string, string> = {}
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (/^utm_[a-z]{1,20}$/.test(name) && Object.keys(utm).length < 8) utm[name] = value.slice(0, 200)
  }
  const outside = document.referrer && !document.referrer.startsWith(location.origin) ? document.referrer : ''
  const kept = store.get('landing')
  if (kept && Object.keys(utm).length === 0) {
    try {
      return JSON.parse(kept) as Landing
    } catch {
      // Written by somebody else: begin again.
    }
  }
  const landing = { utm, referrer: outside.slice(0, 2_000) }
  if (Object.keys(utm).length > 0 || outside) store.set('landing', JSON.stringify(landing))
  return landing
}
