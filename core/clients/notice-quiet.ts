import { planActivity } from '../activities/plan-activity.js'
import { audit } from '../audit.js'
import { rows } from '../collection.js'
import { type Core, system } from '../context.js'
import { dueOf } from '../deals/stage-activities.js'
import { queueDelivery } from '../deliveries/queue-delivery.js'
import { staffAccountId } from '../deliveries/staff-account.js'
import { event } from '../events.js'
import { readSchedule } from '../schedule/company-schedule.js'
import { hoursOf, isOpen } from '../schedule/working-hours.js'
import { createTexts } from '../texts.js'
import { inTransaction, type Transaction } from '../transaction.js'
import type { ClientCard } from './client.model.js'
import { moveClientState } from './client-state.js'
import { en } from './locales/en.js'
import { ru } from './locales/ru.js'
import { readQuiet } from './quiet-settings.js'

const { text } = createTexts(ru, en)

const dayMs = 24 * 3600_000
/** Nobody is asked to call more forgotten clients at once: more would not be done. */
const openReminders = 5
/** In one run: an owner of many reads a few now and the rest an hour later. */
const formerAtOnce = 20
/** The rule that plans the reminder, as activities name it. */
const rule = 'no-contact'
const callDue = { days: 1, at: '10:00' }

/**
 * Looks for clients who have not been heard of for long (C2, C5): their owners are asked to get in touch, and the active ones
 * without open deals become former ones, of which the owner is told. A silence is noticed once; any contact begins anew.
 * In working hours only: nothing here is urgent. Returns how many were noticed.
 */
export async function noticeQuiet(core: Core): Promise<number> {
  const hours = hoursOf(await readSchedule(core), core.company.zone)
  if (!isOpen(hours, core.clock.now())) return 0
  const { remind, formerAfter } = await readQuiet(core)
  let noticed = formerAfter === null ? 0 : await retire(core, formerAfter)
  const team = await rows(core.models.Staff)
    .find({ active: true }, { projection: { _id: 1 } })
    .toArray()
  for (const state of ['active', 'potential'] as const) {
    const days = remind[state]
    if (days === null) continue
    for (const { _id } of team) noticed += await remindOwner(core, _id, state, before(core, days))
  }
  return noticed
}

const before = (core: Core, days: number) => new Date(core.clock.now().getTime() - days * dayMs)

/**
 * Each in a transaction of its own, the longest silent first. One that cannot be moved holds up nobody: it does not count
 * among those of this run.
 */
async function retire(core: Core, days: number): Promise<number> {
  const silent = rows(core.models.Client).find(
    { state: 'active', lastContactAt: { $lte: before(core, days) }, 'facts.openDeals': 0 },
    { projection: { lastContactAt: 1 }, sort: { lastContactAt: 1 }, batchSize: formerAtOnce },
  )
  let moved = 0
  for await (const { _id, lastContactAt } of silent) {
    try {
      if (await inTransaction(core, (tx) => makeFormer(core, tx, { _id, lastContactAt }, days))) moved += 1
    } catch (err) {
      core.log.error({ err, clientId: _id }, 'quiet: the state of a client was not moved')
    }
    if (moved === formerAtOnce) break
  }
  return moved
}

async function makeFormer(
  core: Core,
  tx: Transaction,
  silent: Pick<ClientCard, '_id' | 'lastContactAt'>,
  days: number,
): Promise<boolean> {
  const { session } = tx
  const client = await rows(core.models.Client).findOne({ ...silent, state: 'active' }, { session })
  if (!client) return false
  const clientId = client._id
  const why = text(core.company.locale, 'quiet.why', { days })
  const next = await moveClientState(core, tx, system, clientId, 'go-quiet', why)
  if (!next) return false
  const change = { from: client.state, to: next.state }
  await audit(core, tx, system, 'client.go-quiet', { kind: 'client', id: clientId }, change)
  tx.publish(event('client.changed', clientId, next.version, { clientId, byId: system.id }))
  const owner = client.ownerId
    ? await rows(core.models.Staff).findOne({ _id: client.ownerId, active: true }, { session })
    : null
  if (!owner?.telegramChatId) return true
  await queueDelivery(core, tx, {
    accountId: staffAccountId,
    chatId: owner.telegramChatId,
    content: { type: 'text', text: text(owner.locale, 'quiet.former', { name: client.name, days }) },
    extras: {
      keyboard: [[{ text: text(owner.locale, 'quiet.client'), data: `client:open:${clientId}` }]],
    },
    subject: { kind: 'client', id: clientId },
    purpose: 'reminder',
    dedupeKey: `quiet:${clientId}:${next.version}`,
  })
  return true
}

/** Plans a call with the longest forgotten of a person's clients, as many as they may have open. */
async function remindOwner(
  core: Core,
  ownerId: string,
  state: 'potential' | 'active',
  before: Date,
): Promise<number> {
  const open = await rows(core.models.Activity).countDocuments({ staffId: ownerId, status: 'planned', rule })
  if (open >= openReminders) return 0
  const forgotten = await rows(core.models.Client)
    .find(
      {
        ownerId,
        state,
        quiet: null,
        lastContactAt: { $lte: before },
        'facts.nextActivityAt': null,
      },
      {
        projection: { name: 1, lastContactAt: 1 },
        sort: { lastContactAt: 1 },
        limit: openReminders - open,
      },
    )
    .toArray()
  let reminded = 0
  for (const { _id, name, lastContactAt } of forgotten) {
    const planned = await inTransaction(core, async (tx) => {
      const { modifiedCount } = await rows(core.models.Client).updateOne(
        { _id, lastContactAt, quiet: null },
        { $set: { quiet: true } },
        { session: tx.session },
      )
      if (modifiedCount === 0) return false
      const { locale, zone } = core.company
      await planActivity(
        core,
        system,
        {
          kind: 'call',
          title: text(locale, 'quiet.remind', { name }).slice(0, 500),
          dueAt: dueOf(callDue, core.clock.now(), zone),
          staffId: ownerId,
          clientId: _id,
          rule,
        },
        tx,
      )
      return true
    })
    if (planned) reminded += 1
  }
  return reminded
}
