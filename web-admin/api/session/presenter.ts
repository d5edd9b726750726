import type { Request } from 'express'
import type { Core } from '../../../core/context.js'
import { type Action, mayEver, policies } from '../../../core/policies/authorise.js'
import { actorOf, type StaffRow } from '../../../core/staff/queries.js'
import type { ChannelView, SessionView } from './schema.js'

export function presentSession(core: Core, req: Request, person: StaffRow): SessionView {
  const { name, zone, locale } = core.company
  const by = actorOf(person)
  return {
    me: {
      id: person._id,
      name: person.name,
      role: person.role,
      email: person.email ?? '',
      locale: person.locale,
    },
    csrfToken: req.session.csrfToken ?? '',
    company: { name, zone, locale, currency: 'RUB' },
    channels: presentChannels(core),
    may: (Object.keys(policies) as Action[]).filter((action) => mayEver(by, action)),
  }
}

/** The channels clients write to; the managers' bot is not one of them. */
function presentChannels(core: Core): ChannelView[] {
  return core.channels
    .all()
    .filter((channel) => channel.kind !== 'staff-telegram')
    .map(({ accountId, kind, capabilities }) => ({
      accountId,
      kind,
      send: [...capabilities.send],
      maxText: capabilities.maxText,
      maxCaption: capabilities.maxCaption,
      maxFileOut: capabilities.maxFileOut,
      typing: capabilities.typing,
    }))
}
