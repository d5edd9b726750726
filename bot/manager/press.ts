import { createHash } from 'node:crypto'
import { z } from 'zod'
import { outcomeKeys } from '../../core/activities/outcomes.js'
import { manualClientEvents } from '../../core/clients/change-client-state.js'
import { milestones } from '../../core/deals/pipeline.model.js'

/** How long "later" is; the times of day are in the company's zone. */
export const laterChoices = ['hour', 'three-hours', 'tomorrow', 'monday'] as const
export type LaterChoice = (typeof laterChoices)[number]

export const inboxFilters = ['mine', 'free', 'all'] as const
export type InboxFilter = (typeof inboxFilters)[number]

/** What can be said about one's own presence with a button. */
export const dutyPresses = [
  'break-15',
  'break-30',
  'break-60',
  'break-day',
  'back',
  'hours',
  'company',
  'vacation',
  'no-vacation',
] as const

/** Fields of a company that a thumb can change. */
export const companyFieldNames = ['name', 'inn', 'website', 'address', 'notes'] as const
export type CompanyField = (typeof companyFieldNames)[number]

const id = z.string().regex(/^[0-9a-f]{24}$/)
const key = z.string().regex(/^[\w-]{1,12}$/)

/** Everything a button of this bot can say: `<what>:<which way>[:<id>]`. Anything else is not ours. */
const shape = z.union([
  z.tuple([
    z.literal('talk'),
    z.enum([
      'take',
      'reply',
      'open',
      'deal',
      'later',
      'back',
      'remind',
      'note',
      'release',
      'close',
      'reopen',
      'restore',
      'unblock',
      'why',
    ]),
    id,
  ]),
  z.tuple([z.literal('later'), z.enum(laterChoices), id]),
  z.tuple([
    z.literal('deal'),
    z.enum([
      'open',
      'stages',
      'back',
      'sum',
      'remind',
      'talk',
      'due',
      'plan',
      'check',
      'give',
      'lose',
      'happened',
      'pipelines',
    ]),
    id,
  ]),
  z.tuple([z.literal('pipe'), key, id]),
  z.tuple([z.literal('tick'), key, id]),
  z.tuple([z.literal('mile'), z.enum(milestones), id]),
  z.tuple([z.literal('give'), id, id]),
  z.tuple([z.literal('plan'), z.enum(['call', 'meeting', 'task', 'reminder']), id]),
  z.tuple([z.literal('out'), z.enum(outcomeKeys), id]),
  z.tuple([z.literal('next'), z.enum(laterChoices)]),
  z.tuple([
    z.literal('inq'),
    z.enum(['open', 'menu', 'take', 'convert', 'defer', 'trash', 'comment', 'close', 'return']),
    id,
  ]),
  z.tuple([z.literal('inqs'), z.enum(['active', 'undefined'])]),
  z.tuple([z.literal('indef'), z.enum(['week', 'month', 'quarter', 'date']), id]),
  z.tuple([z.literal('stage'), key, id]),
  z.tuple([z.literal('lost'), key, key, id]),
  z.tuple([
    z.literal('act'),
    z.enum(['open', 'done', 'hour', 'tomorrow', 'undo', 'words', 'goals', 'people']),
    id,
  ]),
  z.tuple([z.literal('quick'), z.enum(['show', 'send']), id]),
  z.tuple([z.literal('said'), z.enum(['now', 'drop']), id]),
  z.tuple([z.literal('parked'), z.enum(['retry', 'drop']), id]),
  z.tuple([z.literal('resend'), z.enum(['yes', 'no']), id]),
  z.tuple([z.literal('draft'), z.literal('send'), id]),
  z.tuple([z.literal('draft'), z.literal('drop')]),
  z.tuple([z.literal('tpl'), z.literal('list'), id]),
  z.tuple([z.literal('tpl'), z.literal('use'), id, id]),
  z.tuple([z.literal('tpl'), z.literal('send'), id]),
  z.tuple([z.literal('tpl'), z.literal('drop')]),
  z.tuple([
    z.literal('client'),
    z.enum(['open', 'take', 'free', 'edit', 'moves', 'link', 'deal', 'plan', 'back']),
    id,
  ]),
  z.tuple([z.literal('newdeal'), key, id]),
  z.tuple([z.literal('cplan'), z.enum(['call', 'meeting', 'task', 'reminder']), id]),
  z.tuple([z.literal('company'), z.enum(['open', 'edit']), id]),
  z.tuple([z.literal('ofield'), z.enum(companyFieldNames), id]),
  z.tuple([z.literal('cfield'), key, id]),
  z.tuple([z.literal('cmove'), z.enum(manualClientEvents), id]),
  z.tuple([z.literal('merge'), z.enum(['ask', 'do']), id, id]),
  z.tuple([z.literal('merge'), z.literal('undo'), id]),
  z.tuple([z.literal('inbox'), z.enum(inboxFilters)]),
  z.tuple([z.literal('page'), z.enum(['next', 'first'])]),
  z.tuple([z.literal('when'), z.enum(laterChoices)]),
  z.tuple([z.literal('duty'), z.enum(dutyPresses)]),
  z.tuple([z.literal('menu'), z.enum(['inbox', 'my', 'find', 'help'])]),
])
export type Press = z.infer<typeof shape>

/** Reads callback data; null for anything that is not a button of ours. */
export function readPress(data: string): Press | null {
  const result = shape.safeParse(data.split(':'))
  return result.success ? result.data : null
}

/** Callback data of a press. Always within Telegram's 64 bytes, as ids and keys have bounded lengths. */
export function pressData(press: Press): string {
  return press.join(':')
}

/** Stages and reasons are named by the users; a key too long for a button goes as its fingerprint. */
export function shortKey(name: string): string {
  return key.safeParse(name).success ? name : createHash('sha256').update(name).digest('hex').slice(0, 12)
}
