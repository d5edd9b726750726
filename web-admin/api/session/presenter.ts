import type { Request } from 'express'
import { accountProfiles } from '../../../core/channel-accounts/account-profile.js'
import type { Core } from '../../../core/context.js'
import { type Action, mayEver, policies } from '../../../core/policies/authorise.js'
import { actorOf, type StaffRow } from '../../../core/staff/queries.js'
import type { ChannelView, SessionView } from './schema.js'

export async function presentSession(core: Core, req: Request, person: StaffRow): Promise<SessionView> {
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
    channels: await presentChannels(core),
    may: (Object.keys(policies) as Action[]).filter((action) => mayEver(by, action)),
  }
}

/** The channels clients write to; the managers' bot is not one of them. */
async function presentChannels(core: Core): Promise<ChannelView[]> {
  const profiles = await accountProfiles(core)
  return core.channels
    .all()
    .filter((channel) => channel.kind !== 'staff-telegram')
    .map(({ accountId, kind, capabilities }) => ({
      accountId,
      kind,
      name: profiles.get(accountId)?.name ?? accountId,
      enabled: profiles.get(accountId)?.enabled ?? true,
      send: [...capabilities.send],
      maxText: capabilities.maxText,
      maxCaption: capabilities.maxCaption,
      maxFileOut: capabilities.maxFileOut,
      typing: capabilities.typing,
      templates: capabilities.templates,
    }))
}
