import type { Core } from '../../core/context.js'
import { routingInForce } from '../../core/routing/account-rule.js'
import { lastRoutingDecision } from '../../core/routing/queries.js'
import { hasRules } from '../../core/routing/routing-settings.js'
import { listStaff, type StaffRow } from '../../core/staff/queries.js'
import type { Viewer } from './desk.js'

/** Who hears of inquiries that nobody has. */
const greeters = new Set(['sales', 'head', 'admin'])

/** A colleague whose chat with the bot is known. */
export type Linked = StaffRow & { telegramChatId: string }

export async function linkedTeam(core: Core): Promise<Linked[]> {
  return (await listStaff(core, { active: true })).filter(
    (person): person is Linked => person.telegramChatId !== undefined && person.telegramChatId !== '',
  )
}

/** Whoever has the conversation; while nobody has it, everybody who may greet its client. */
export async function audienceOf(core: Core, assigneeId: string | null): Promise<Linked[]> {
  const team = await linkedTeam(core)
  if (assigneeId === null) return team.filter((person) => greeters.has(person.role))
  return team.filter((person) => person._id === assigneeId)
}

/**
 * Who hears of an inquiry: whoever has it; while nobody has, those whom the routing rules told of it, and without rules
 * everybody who may greet its client.
 */
export async function audienceOfInquiry(
  core: Core,
  inquiryId: string,
  assigneeId: string | null,
): Promise<Linked[]> {
  if (assigneeId !== null || !hasRules(await routingInForce(core))) return audienceOf(core, assigneeId)
  const told = (await lastRoutingDecision(core, inquiryId))?.tellIds ?? []
  if (told.length === 0) return audienceOf(core, null)
  return (await linkedTeam(core)).filter((person) => told.includes(person._id))
}

/** The colleague of this id, if they are in the team and in this bot. */
export async function linkedColleague(
  core: Core,
  staffId: string | null | undefined,
): Promise<Linked | null> {
  if (!staffId) return null
  return (await linkedTeam(core)).find((person) => person._id === staffId) ?? null
}

export function viewerOf(person: Linked): Viewer {
  return { staffId: person._id, locale: person.locale }
}
