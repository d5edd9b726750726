import type { Content } from '../content.js'
import type { Core } from '../context.js'
import { OtklikError } from '../errors.js'
import type { Conversation } from './conversation.model.js'

/** How long free text may be sent, on platforms that bound it. */
export interface AnswerWindow {
  open: boolean
  /** When it closes or has closed; null when the client has never written. */
  closesAt: Date | null
  /** What may be sent when it is closed. */
  templates: boolean
}

const hourMs = 3_600_000

/** The window of a conversation; null where the platform takes free text at any time. */
export function answerWindow(
  core: Core,
  conversation: Pick<Conversation, 'accountId' | 'lastInboundAt'>,
): AnswerWindow | null {
  const can = core.channels.capabilitiesOf(conversation.accountId)
  if (!can || can.freeTextWindowHours === null) return null
  const { lastInboundAt } = conversation
  const closesAt = lastInboundAt && new Date(lastInboundAt.getTime() + can.freeTextWindowHours * hourMs)
  return { open: closesAt !== null && core.clock.now() < closesAt, closesAt, templates: can.templates }
}

/**
 * Throws `outside-answer-window` for anything but a template behind the window. On a platform without templates one goes
 * as its words.
 */
export function requireOpenWindow(
  core: Core,
  conversation: Pick<Conversation, 'accountId' | 'lastInboundAt'>,
  content: Content,
): void {
  if (content.type === 'template') return
  const window = answerWindow(core, conversation)
  if (!window || window.open) return
  const hours = core.channels.capabilitiesOf(conversation.accountId)?.freeTextWindowHours ?? 0
  throw new OtklikError('outside-answer-window', { params: { hours } })
}
