import type { Connection, Model, Schema } from 'mongoose'
import { type Activity, activitySchema } from './activities/activity.model.js'
import { type CannedReply, cannedReplySchema } from './canned-replies/canned-reply.model.js'
import { type ChannelAccount, channelAccountSchema } from './channel-accounts/channel-account.model.js'
import {
  type ChannelGap,
  type ChannelWatch,
  channelGapSchema,
  channelWatchSchema,
} from './channel-gaps/channel-gap.model.js'
import { type ClientCard, clientSchema } from './clients/client.model.js'
import { type CompanyCard, companySchema } from './companies/company.model.js'
import { type ContactPoint, contactPointSchema } from './contacts/contact-point.model.js'
import { type PersonName, personNameSchema } from './contacts/person-name.model.js'
import {
  type SiteSocketEvent,
  type SiteUser,
  siteSocketEventSchema,
  siteUserSchema,
} from './contacts/site-visitor.model.js'
import { type Deal, dealSchema } from './deals/deal.model.js'
import { type Pipeline, pipelineSchema } from './deals/pipeline.model.js'
import { type Delivery, deliverySchema } from './deliveries/delivery.model.js'
import { type StoredScript, storedScriptSchema } from './dialogs/stored-script.model.js'
import { type ClientMerge, clientMergeSchema } from './duplicates/client-merge.model.js'
import { type DuplicatePair, duplicatePairSchema } from './duplicates/duplicate-pair.model.js'
import type { EventDoc } from './events.js'
import type { FieldChange } from './field-changes.js'
import { type FileDoc, fileSchema } from './files/file.model.js'
import { type FileBlob, fileBlobSchema } from './files/file-blob.model.js'
import { type Conversation, conversationSchema } from './inbox/conversation.model.js'
import { type ConversationView, conversationViewSchema } from './inbox/conversation-view.model.js'
import { type Mention, mentionSchema } from './inbox/mention.model.js'
import { type Message, messageSchema } from './inbox/message.model.js'
import { type Inquiry, inquirySchema } from './inquiries/inquiry.model.js'
import { type Label, labelSchema } from './labels/label.model.js'
import type { LeaseDoc } from './lease.js'
import { type LinkToken, linkTokenSchema } from './links/link-token.model.js'
import { type Erasure, erasureSchema } from './privacy/erasure.model.js'
import {
  type RoutingDecision,
  type RoutingTurns,
  routingDecisionSchema,
  routingTurnsSchema,
} from './routing/routing-decision.model.js'
import { type ScheduledMessage, scheduledMessageSchema } from './scheduled/scheduled-message.model.js'
import { houseSchema, json } from './schema.js'
import { type MessageWords, messageWordsSchema } from './search/message-words.model.js'
import { type Segment, segmentSchema } from './segments/segment.model.js'
import { type Department, departmentSchema } from './staff/departments/department.model.js'
import { type Staff, staffSchema } from './staff/staff.model.js'
import { type StaffChat, staffChatSchema } from './staff/staff-chat.model.js'
import { type StaffMessage, staffMessageSchema } from './staff/staff-message.model.js'
import { type MessageTemplate, messageTemplateSchema } from './templates/template.model.js'
import { panelSocketEventSchema, rateLimitSchema, sessionSchema } from './web-state.model.js'

const eventSchema = houseSchema<EventDoc>('events', {
  type: { type: String, required: true },
  stream: { type: String, required: true },
  seq: { type: Number, required: true },
  index: { type: Number, default: 0 },
  payload: { type: json, required: true },
  at: { type: Date, required: true },
  pending: Boolean,
  done: { type: [String], default: undefined },
  parked: json,
  expireAt: Date,
})
eventSchema.index(
  { stream: 1, seq: 1, index: 1 },
  { name: 'open', partialFilterExpression: { pending: true } },
)
eventSchema.index({ at: -1 }, { name: 'parked', partialFilterExpression: { 'parked.0': { $exists: true } } })
// Only what is done has a date; open events are not in it.
eventSchema.index(
  { expireAt: 1 },
  { name: 'done', expireAfterSeconds: 0, partialFilterExpression: { expireAt: { $type: 'date' } } },
)

const leaseSchema = houseSchema<LeaseDoc>('leases', { holder: String, token: Number, until: Date })

const counterSchema = houseSchema<{ _id: string; value: number }>('counters', {
  value: { type: Number, default: 0 },
})

/** Small documents of settings, one a topic: working hours, autoresponder texts… Shapes are checked by their readers. */
const settingSchema = houseSchema<{ _id: string; value: unknown; version: number }>('settings', {
  value: json,
  version: { type: Number, default: 0 },
})

/** What the autoresponder decided for one message and why: shown in the panel beside it. */
export interface AutoreplyDecision {
  _id: string
  conversationId: string
  messageId: string
  decision: 'answered' | 'silent'
  reason: string
  details: Record<string, unknown>
  /** The closed period it belongs to; with the conversation it is unique among answers. */
  period: string | null
  at: Date
}
const autoreplySchema = houseSchema<AutoreplyDecision>('autoreply_decisions', {
  conversationId: { type: String, required: true },
  messageId: { type: String, required: true },
  decision: { type: String, required: true },
  reason: { type: String, required: true },
  details: { type: json, default: {} },
  period: { type: String, default: null },
  at: { type: Date, required: true },
})
autoreplySchema.index({ messageId: 1 }, { unique: true })
autoreplySchema.index(
  { conversationId: 1, period: 1 },
  { unique: true, partialFilterExpression: { decision: 'answered' } },
)

export interface ApiKey {
  _id: string
  name: string
  role: string
  hash: string
  createdAt: Date
  revokedAt: Date | null
}
const apiKeySchema = houseSchema<ApiKey>('api_keys', {
  name: { type: String, required: true },
  role: { type: String, required: true },
  hash: { type: String, required: true },
  createdAt: { type: Date, required: true },
  revokedAt: { type: Date, default: null },
})
apiKeySchema.index({ hash: 1 }, { unique: true })

/** The answer to a POST under an Idempotency-Key: a retry gets it again. */
export interface IdempotencyRecord {
  _id: string
  requestHash: string
  state: 'running' | 'done'
  status: number
  body: unknown
  createdAt: Date
  lockedUntil: Date
  /** Whose lock it is. */
  token: string
}
const idempotencySchema = houseSchema<IdempotencyRecord>('idempotency_keys', {
  requestHash: { type: String, required: true },
  state: { type: String, required: true },
  status: { type: Number, default: 0 },
  body: { type: json, default: null },
  createdAt: { type: Date, required: true },
  lockedUntil: { type: Date, required: true },
  token: { type: String, required: true },
})
idempotencySchema.index({ createdAt: 1 }, { expireAfterSeconds: 72 * 3600 })

export interface AuditEntry {
  _id: string
  at: Date
  by: { kind: string; id: string; name: string }
  action: string
  entity: { kind: string; id: string }
  /** Ids and marks of the case, never texts. */
  details: Record<string, unknown>
  /** What each field was and what it became. */
  changes?: Record<string, FieldChange>
}
const auditSchema = houseSchema<AuditEntry>('audit_log', {
  at: { type: Date, required: true },
  by: { type: json, required: true },
  action: { type: String, required: true },
  entity: { type: json, required: true },
  details: { type: json, default: {} },
  changes: { type: json, default: undefined },
})
auditSchema.index({ at: -1, _id: -1 })
auditSchema.index({ 'entity.id': 1, at: -1, _id: -1 })
auditSchema.index({ 'entity.kind': 1, at: -1, _id: -1 })
auditSchema.index({ 'by.id': 1, at: -1, _id: -1 })
auditSchema.index({ action: 1, at: -1, _id: -1 })

/** Every collection of the product. `migrate` walks this list. */
export function createModels(connection: Connection) {
  const model = <T>(name: string, schema: Schema<T>): Model<T> =>
    connection.model(name, schema as Schema) as unknown as Model<T>
  return {
    Event: model('Event', eventSchema),
    Lease: model('Lease', leaseSchema),
    Counter: model('Counter', counterSchema),
    Setting: model('Setting', settingSchema),
    ChannelAccount: model<ChannelAccount>('ChannelAccount', channelAccountSchema),
    ContactPoint: model<ContactPoint>('ContactPoint', contactPointSchema),
    Conversation: model<Conversation>('Conversation', conversationSchema),
    Message: model<Message>('Message', messageSchema),
    ConversationView: model<ConversationView>('ConversationView', conversationViewSchema),
    Mention: model<Mention>('Mention', mentionSchema),
    Label: model<Label>('Label', labelSchema),
    CannedReply: model<CannedReply>('CannedReply', cannedReplySchema),
    ScheduledMessage: model<ScheduledMessage>('ScheduledMessage', scheduledMessageSchema),
    MessageWords: model<MessageWords>('MessageWords', messageWordsSchema),
    ChannelWatch: model<ChannelWatch>('ChannelWatch', channelWatchSchema),
    ChannelGap: model<ChannelGap>('ChannelGap', channelGapSchema),
    Delivery: model<Delivery>('Delivery', deliverySchema),
    File: model<FileDoc>('File', fileSchema),
    FileBlob: model<FileBlob>('FileBlob', fileBlobSchema),
    MessageTemplate: model<MessageTemplate>('MessageTemplate', messageTemplateSchema),
    PersonName: model<PersonName>('PersonName', personNameSchema),
    Inquiry: model<Inquiry>('Inquiry', inquirySchema),
    Script: model<StoredScript>('Script', storedScriptSchema),
    AutoreplyDecision: model('AutoreplyDecision', autoreplySchema),
    Client: model<ClientCard>('Client', clientSchema),
    DuplicatePair: model<DuplicatePair>('DuplicatePair', duplicatePairSchema),
    ClientMerge: model<ClientMerge>('ClientMerge', clientMergeSchema),
    Segment: model<Segment>('Segment', segmentSchema),
    Erasure: model<Erasure>('Erasure', erasureSchema),
    LinkToken: model<LinkToken>('LinkToken', linkTokenSchema),
    Company: model<CompanyCard>('Company', companySchema),
    Deal: model<Deal>('Deal', dealSchema),
    Pipeline: model<Pipeline>('Pipeline', pipelineSchema),
    Activity: model<Activity>('Activity', activitySchema),
    Staff: model<Staff>('Staff', staffSchema),
    RoutingDecision: model<RoutingDecision>('RoutingDecision', routingDecisionSchema),
    RoutingTurns: model<RoutingTurns>('RoutingTurns', routingTurnsSchema),
    Department: model<Department>('Department', departmentSchema),
    StaffChat: model<StaffChat>('StaffChat', staffChatSchema),
    StaffMessage: model<StaffMessage>('StaffMessage', staffMessageSchema),
    ApiKey: model('ApiKey', apiKeySchema),
    Idempotency: model('Idempotency', idempotencySchema),
    Audit: model('Audit', auditSchema),
    Session: model('Session', sessionSchema),
    RateLimit: model('RateLimit', rateLimitSchema),
    PanelSocketEvent: model('PanelSocketEvent', panelSocketEventSchema),
    SiteUser: model<SiteUser>('SiteUser', siteUserSchema),
    SiteSocketEvent: model<SiteSocketEvent>('SiteSocketEvent', siteSocketEventSchema),
  }
}
export type Models = ReturnType<typeof createModels>
