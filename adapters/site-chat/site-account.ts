import { z } from 'zod'
import type { Core } from '../../core/context.js'
import { VisitorHistory } from './history.js'
import type { RenderParts } from './render.js'
import { SiteUsers } from './site-users.js'
import { VisitorTokens } from './visitor-token.js'

const line = (max: number) => z.string().trim().max(max).default('')

/** How a widget looks and what it says; empty means as the product has it. Attributes of the script tag win. */
export const siteSettings = z.strictObject({
  color: z
    .string()
    .regex(/^(#[0-9a-f]{6})?$/i, 'colour')
    .default(''),
  theme: z.enum(['auto', 'light', 'dark']).default('auto'),
  position: z.enum(['right', 'left']).default('right'),
  /** The name in the header instead of the company's. */
  title: line(60),
  greeting: line(500),
  /** «Обычно отвечаем за 5 минут». */
  replyTime: line(100),
  /** Asked for beside the form for when nobody is there; empty: nothing is asked. */
  consent: line(2_000),
})
export type SiteSettings = z.output<typeof siteSettings>

/** One widget: who its visitors are, what they may read and how it looks. Identities of two widgets never mix. */
export class SiteAccount {
  readonly tokens: VisitorTokens
  readonly users: SiteUsers
  readonly history: VisitorHistory

  constructor(
    core: Core,
    readonly accountId: string,
    readonly settings: SiteSettings,
    parts: { secret: string; render: RenderParts },
  ) {
    this.tokens = new VisitorTokens(parts.secret, accountId)
    this.users = new SiteUsers(core, accountId)
    this.history = new VisitorHistory(core, accountId, parts.render)
  }
}
