import { z } from 'zod'
import { milestones } from '../../core/deals/pipeline.model.js'
import { companyFieldNames } from './press.js'

/**
 * A question the bot has asked and what it knows so far. It is kept with the message that asks it, so a restart loses
 * nothing and an answer to an older question still goes to that one. One question at a time needs no dialog engine.
 */
export const ask = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reply'), conversationId: z.string() }),
  z.object({ kind: z.literal('note'), conversationId: z.string() }),
  z.object({ kind: z.literal('find') }),
  z.object({ kind: z.literal('client'), clientId: z.string(), field: z.string(), version: z.number() }),
  z.object({ kind: z.literal('leave'), clientId: z.string() }),
  z.object({ kind: z.literal('new-client') }),
  z.object({
    kind: z.literal('company'),
    companyId: z.string(),
    field: z.enum(companyFieldNames),
    version: z.number(),
  }),
  z.object({
    kind: z.literal('template'),
    conversationId: z.string(),
    templateId: z.string(),
    /** By `<place>:<key>`. */
    values: z.record(z.string(), z.string()),
    /** The one that is asked for; absent once all are known. */
    variable: z.string().optional(),
  }),
  z.object({ kind: z.literal('hours') }),
  z.object({ kind: z.literal('vacation') }),
  z.object({ kind: z.literal('sum'), dealId: z.string() }),
  z.object({ kind: z.literal('lost'), dealId: z.string(), stage: z.string(), code: z.string() }),
  z.object({
    kind: z.literal('field'),
    dealId: z.string(),
    field: z.enum(['amount', 'title', 'dueAt', 'items', 'clientId', 'companyId', 'dueAtOnly']),
    /** The stage that wants it, and what happened that leads there. */
    stage: z.string().optional(),
    milestone: z.enum(milestones).optional(),
  }),
  z.object({ kind: z.literal('result'), activityId: z.string() }),
  z.object({ kind: z.literal('meeting'), activityId: z.string(), field: z.enum(['goals', 'people']) }),
  z.object({
    kind: z.literal('next'),
    activityId: z.string(),
    outcome: z.string().optional(),
    result: z.string().optional(),
  }),
  z.object({
    kind: z.literal('inquiry'),
    inquiryId: z.string(),
    what: z.enum(['comment', 'discard', 'defer']),
  }),
  z.object({
    kind: z.literal('remind'),
    /** What is planned; a reminder when absent. */
    activity: z.enum(['call', 'meeting', 'task', 'reminder']).optional(),
    /** What to remind of, where it was said already. */
    title: z.string().optional(),
    conversationId: z.string().nullable(),
    dealId: z.string().nullable(),
    /** Of somebody without a conversation. */
    clientId: z.string().nullish(),
  }),
])
export type Ask = z.infer<typeof ask>
