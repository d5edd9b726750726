import { DateTime } from 'luxon'
import { trusted } from 'mongoose'
import { brokenPhases } from '../../../core/channel-accounts/channel-state.js'
import type { RouteTable } from '../route-table.js'
import { countersView } from './schema.js'

/** Badges stop counting here: nobody reads 1,204 as more than 99. */
const enough = 1_000

export function counterRoutes(routes: RouteTable): void {
  routes.get('/counters', { may: 'signed-in', answer: countersView }, async ({ core, by }) => {
    const { Conversation, Inquiry, Activity, Delivery, Event, ChannelAccount } = core.models
    const today = DateTime.fromJSDate(core.clock.now(), { zone: core.company.zone }).endOf('day').toJSDate()
    const upTo = { limit: enough }
    const [mine, free, inquiries, activities, failed, unknown, parkedEvents, channels] = await Promise.all([
      Conversation.countDocuments({ assigneeId: by.id, status: 'open' }, upTo),
      Conversation.countDocuments({ assigneeId: null, status: 'open' }, upTo),
      Inquiry.countDocuments({ status: 'waiting' }, upTo),
      Activity.countDocuments({ staffId: by.id, status: 'planned', dueAt: trusted({ $lte: today }) }, upTo),
      Delivery.countDocuments({ state: 'failed' }, upTo),
      Delivery.countDocuments({ state: 'unknown' }, upTo),
      Event.countDocuments({ 'parked.0': trusted({ $exists: true }) }, upTo),
      ChannelAccount.countDocuments(
        { enabled: true, 'state.phase': trusted({ $in: [...brokenPhases] }) },
        upTo,
      ),
    ])
    return { inbox: mine + free, inquiries, activities, deliveries: failed + unknown, parkedEvents, channels }
  })
}
