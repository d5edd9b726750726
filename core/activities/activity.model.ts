import { houseSchema, json } from '../schema.js'

/** Something a person of the team has to do, or has done, at a time: call, meeting, message, task or reminder. */
export interface Activity {
  _id: string
  kind: 'call' | 'meeting' | 'message' | 'task' | 'reminder'
  status: 'planned' | 'completed' | 'cancelled'
  title: string
  dueAt: Date
  hasTime: boolean
  staffId: string
  clientId: string | null
  dealId: string | null
  conversationId: string | null
  /** Colleagues who come too (meeting: manager, head); ids. */
  participants: string[]
  /** Who else comes, in words: partner, client's people. */
  guests: string
  /** What a meeting is to reach. */
  goals: string
  result: string
  /** How a call or a meeting ended: key of `outcomes.ts`. */
  outcome: string | null
  /** The rule of a stage that planned it; null when a person did. */
  rule: string | null
  /** Completing it says that this has happened to its deal. */
  milestone: string | null
  /** When its reminder was handed to the staff bot for this `dueAt`; cleared by moving the date. */
  remindedAt: Date | null
  /** When head and marketer were told that it is a day late. */
  overdueToldAt: Date | null
  by: { kind: string; id: string; name: string }
  history: {
    at: Date
    by: { kind: string; id: string; name: string }
    what: string
    from?: string
    to?: string
  }[]
  completedAt: Date | null
  version: number
  createdAt: Date
}

export const activitySchema = houseSchema<Activity>('activities', {
  kind: { type: String, required: true },
  status: { type: String, default: 'planned' },
  title: { type: String, required: true },
  dueAt: { type: Date, required: true },
  hasTime: { type: Boolean, default: true },
  staffId: { type: String, required: true },
  clientId: { type: String, default: null },
  dealId: { type: String, default: null },
  conversationId: { type: String, default: null },
  participants: { type: [String], default: [] },
  guests: { type: String, default: '' },
  goals: { type: String, default: '' },
  result: { type: String, default: '' },
  outcome: { type: String, default: null },
  rule: { type: String, default: null },
  milestone: { type: String, default: null },
  remindedAt: { type: Date, default: null },
  overdueToldAt: { type: Date, default: null },
  by: { type: json, required: true },
  history: { type: json, default: [] },
  completedAt: { type: Date, default: null },
  version: { type: Number, default: 0 },
  createdAt: { type: Date, required: true },
})
activitySchema.index(
  { dueAt: 1 },
  { name: 'due', partialFilterExpression: { status: 'planned', remindedAt: null } },
)
activitySchema.index(
  { dueAt: 1 },
  { name: 'overdue', partialFilterExpression: { status: 'planned', overdueToldAt: null } },
)
activitySchema.index({ participants: 1, status: 1, dueAt: 1, _id: 1 })
activitySchema.index({ status: 1, dueAt: 1, _id: 1 })
activitySchema.index({ staffId: 1, status: 1, dueAt: 1, _id: 1 })
activitySchema.index({ clientId: 1, dueAt: 1, _id: 1 })
activitySchema.index({ dealId: 1, dueAt: 1, _id: 1 })
activitySchema.index({ conversationId: 1, dueAt: 1, _id: 1 })
activitySchema.index({ dueAt: 1, _id: 1 }, { name: 'by-date' })
activitySchema.index({ createdAt: -1, _id: -1 })
