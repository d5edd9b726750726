import {
  autoresponderWithVersion,
  updateAutoresponder,
} from '../../../core/autoresponder/autoresponder-settings.js'
import { readQuiet, updateQuiet } from '../../../core/clients/quiet-settings.js'
import { scheduleWithVersion, updateSchedule } from '../../../core/schedule/company-schedule.js'
import type { RouteTable } from '../route-table.js'
import { presentSchedule } from './presenter.js'
import {
  autoresponderBody,
  autoresponderView,
  quietBody,
  quietView,
  scheduleBody,
  scheduleView,
} from './schema.js'

export function settingRoutes(routes: RouteTable): void {
  routes.get('/settings/schedule', { may: 'schedule.read', answer: scheduleView }, async ({ core }) =>
    presentSchedule(core, await scheduleWithVersion(core)),
  )

  routes.put(
    '/settings/schedule',
    { may: 'schedule.update', body: scheduleBody, answer: scheduleView },
    async ({ core, by, body: { expectedVersion, ...schedule } }) =>
      presentSchedule(core, await updateSchedule(core, by, schedule, expectedVersion)),
  )

  routes.get(
    '/settings/autoresponder',
    { may: 'autoresponder.read', answer: autoresponderView },
    async ({ core }) => autoresponderWithVersion(core),
  )

  routes.put(
    '/settings/autoresponder',
    { may: 'autoresponder.update', body: autoresponderBody, answer: autoresponderView },
    async ({ core, by, body: { expectedVersion, ...settings } }) =>
      updateAutoresponder(core, by, settings, expectedVersion),
  )

  quietRoutes(routes)
}

/** When silence of a client counts; the same in both APIs. */
export function quietRoutes(routes: RouteTable): void {
  routes.get(
    '/settings/quiet-clients',
    {
      may: 'settings.read',
      summary: 'After how long without a contact a client counts as silent',
      answer: quietView,
    },
    async ({ core }) => readQuiet(core),
  )

  routes.put(
    '/settings/quiet-clients',
    { may: 'settings.update', summary: 'Set it; null: never', body: quietBody, answer: quietView },
    async ({ core, by, body: { expectedVersion, ...settings }, tx }) =>
      updateQuiet(core, by, settings, expectedVersion, tx),
  )
}
