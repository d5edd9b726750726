import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Request, type Response, Router } from 'express'
import type { ChatLinks } from '../core/context.js'
import type { ChatLink } from './chat-link.js'
import type { DemoPerson } from './seed.js'
import type { TelegramSandbox } from './telegram/sandbox.js'

export interface SandboxBot {
  token: string
  /** Whose phones show it. */
  role: 'client' | 'manager'
  username: string
  /** What stands at the top of its chat. */
  title: string
}

/** A sandbox whose people have the phones of the Telegram sandbox: the page shows them the same way. */
export interface PhoneNetwork {
  readonly phones: TelegramSandbox
  readonly router: TelegramSandbox['router']
}

/** Links of the demo lead to the phones, and not to strangers in the real messengers who happen to have these names. */
export const sandboxChatLinks = (url: string): ChatLinks => ({
  telegram: `${url}/sandbox/t.me`,
  whatsapp: `${url}/sandbox/wa.me`,
})

export interface SandboxRouterOptions {
  telegram: TelegramSandbox
  bots: readonly SandboxBot[]
  people: readonly DemoPerson[]
  /** WhatsApp phones beside those of Telegram; their server answers at `/whatsapp`. */
  whatsapp?: { sandbox: PhoneNetwork; username: string; number: string }
  /** Phones behind the simulated WhatsApp Web page; their control API answers at `/whatsapp-web`. */
  whatsappWeb?: { sandbox: PhoneNetwork; username: string }
  /** Folder of the built page; found beside the built server when absent. */
  pageDir?: string
}

/** Everything comes from here: no inline scripts or styles, nothing from other sites. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ')

const pageFiles = ['main.js', 'page.css', 'icon.svg']

/**
 * The sandbox for a demo, to be mounted at `/sandbox`: the page with the phones at `/`, the simulated Bot API at
 * `/telegram` (so that the bots' API root is `<origin>/sandbox/telegram`), its control API and events below that.
 * Bots and people that are not there yet are made.
 */
export function createSandboxRouter({
  telegram,
  bots,
  people,
  whatsapp,
  whatsappWeb,
  pageDir = findPage(),
}: SandboxRouterOptions): Router {
  const shownBots = bots.map(({ token, username, title, role }) => {
    const { id } = telegram.createBot(token, { username, name: title })
    return { id, username, title, role }
  })
  for (const person of people) telegram.createPerson(person)

  const router = Router()
  router.use('/telegram', telegram.router)
  if (whatsapp) router.use('/whatsapp', whatsapp.sandbox.router)
  if (whatsappWeb) router.use('/whatsapp-web', whatsappWeb.sandbox.router)
  router.get(
    '/config.json',
    (_req, res) =>
      void res
        .setHeader('cache-control', 'no-store')
        .json({ bots: shownBots, whatsapp: numbersOf(whatsapp), whatsappWeb: numbersOf(whatsappWeb) }),
  )
  // As the messengers' own: the page asks whose phone opens the link.
  const follow = (res: Response, link: ChatLink, words: unknown) => {
    const query = new URLSearchParams({ link, ...(typeof words === 'string' ? { words } : {}) })
    res.redirect(302, `../?${query}`)
  }
  router.get('/t.me/:bot', (req, res) => {
    const bot = bots.find(({ username }) => username === req.params.bot)
    follow(res, bot?.role === 'manager' ? 'team' : 'telegram', req.query.start)
  })
  router.get('/wa.me/:number', (req, res) => {
    const isCloud = whatsapp?.number.replace(/\D/g, '') === req.params.number
    follow(res, isCloud ? 'whatsapp' : 'whatsapp-web', req.query.text)
  })
  router.get('/', (req, res) => sendPage(req, res, pageDir))
  for (const file of pageFiles) {
    router.get(`/${file}`, (_req, res) => res.sendFile(path.join(pageDir, file), { cacheControl: false }))
  }
  return router
}

/** The company's numbers, as the page wants to know them; null where there is no WhatsApp. */
function numbersOf(whatsapp: SandboxRouterOptions['whatsappWeb']): object | null {
  if (!whatsapp) return null
  const bots = whatsapp.sandbox.phones.state().bots.filter(({ username }) => username === whatsapp.username)
  return { bots: bots.map(({ id, username, name }) => ({ id, username, title: name, role: 'client' })) }
}

function sendPage(req: Request, res: Response, pageDir: string): void {
  const [pathname = '', query] = req.originalUrl.split('?')
  // The page's links are relative, so its address must end in a slash.
  if (!pathname.endsWith('/')) {
    res.redirect(308, `${pathname}/${query ? `?${query}` : ''}`)
    return
  }
  res.setHeader('content-security-policy', pagePolicy)
  res.setHeader('cache-control', 'no-cache')
  res.sendFile(path.join(pageDir, 'index.html'), { cacheControl: false })
}

/** Beside the built server (`dist/public/sandbox`), or in `dist` when this runs from the sources. */
function findPage(): string {
  const here = path.dirname(fileURLToPath(import.meta.url))
  const places = ['../public/sandbox', '../dist/public/sandbox'].map((place) => path.join(here, place))
  return places.find((place) => existsSync(path.join(place, 'index.html'))) ?? (places[0] as string)
}
