import type { Context } from 'grammy'
import type { Actor, Core, Locale } from '../../core/context.js'
import type { StaffRow } from '../../core/staff/queries.js'
import type { TextParams } from '../../core/texts.js'
import { type ManagerTextKey, say } from './texts.js'

/** What a handler knows about the person it works for; set by the gate, so whoever has one is staff. */
export interface Desk {
  readonly core: Core
  readonly staff: StaffRow
  readonly by: Extract<Actor, { kind: 'staff' }>
  readonly locale: Locale
  /** The private chat with the person. */
  readonly chatId: number
  readonly viewer: Viewer
  say(key: ManagerTextKey, params?: TextParams): string
}

/** Who looks at a card: it depends on whose the conversation is. */
export interface Viewer {
  staffId: string
  locale: Locale
}

export type ManagerContext = Context & {
  desk: Desk
  /** The press was acknowledged; Telegram takes one answer a press. */
  toasted?: boolean
}

export function openDesk(core: Core, staff: StaffRow, chatId: number): Desk {
  const { locale } = staff
  return {
    core,
    staff,
    by: { kind: 'staff', id: staff._id, name: staff.name, role: staff.role },
    locale,
    chatId,
    viewer: { staffId: staff._id, locale },
    say: (key, params) => say(locale, key, params),
  }
}
