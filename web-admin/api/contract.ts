/** The types of the panel API for `web-admin/ui`, which imports from here, types only, and from nothing else of the server. */
export type { Content, ContentType, StoredFile } from '../../core/content.js'
export type { Locale, Role } from '../../core/context.js'
export type { RetentionSettings as RetentionView } from '../../core/files/retention-settings.js'
export type {
  ActivityCompleteBody,
  ActivityListQuery,
  ActivityPlanBody,
  ActivityRescheduleBody,
  ActivityView,
} from './activities/schema.js'
export type { AuditListQuery, AuditView } from './audit/schema.js'
export type {
  CannedReplyBody,
  CannedReplyList,
  CannedReplyPatch,
  CannedReplyView,
  FilledReplyView,
} from './canned-replies/schema.js'
export type {
  AccountKindView,
  ChannelAccountView,
  ChannelAddBody,
  ChannelOptions,
  ChannelRow,
  ChannelUpdateBody,
} from './channels/schema.js'
export type { ClientFieldsBody, ClientFieldsView, ClientFieldView } from './client-fields/schema.js'
export type {
  ClientCreateBody,
  ClientListQuery,
  ClientRow,
  ClientStateBody,
  ClientUpdateBody,
  ClientView,
  ContactPointView,
  ErasureView,
  LinkView,
  TimelineItem,
} from './clients/schema.js'
export type {
  CompanyCreateBody,
  CompanyListQuery,
  CompanyRow,
  CompanyUpdateBody,
  CompanyView,
} from './companies/schema.js'
export type {
  AutoreplyView,
  ConversationCounts,
  ConversationListQuery,
  ConversationRow,
  ConversationView,
  MessagesView,
  MessageView,
  SendBody,
  SentView,
} from './conversations/schema.js'
export type { CountersView } from './counters/schema.js'
export type {
  BoardQuery,
  BoardView,
  DealCard,
  DealCreateBody,
  DealMoveBody,
  DealPipelineBody,
  DealTickBody,
  DealUpdateBody,
  DealView,
  MilestoneBody,
  VariantView,
} from './deals/schema.js'
export type { DeliveryListQuery, DeliveryView } from './deliveries/schema.js'
export type {
  DepartmentCreateBody,
  DepartmentUpdateBody,
  DepartmentView,
} from './departments/schema.js'
export type { MergeBody, MergePreviewView, MergeView, PairView } from './duplicates/schema.js'
export type { ErrorAnswer, Money, Named, Page } from './fields.js'
export type { ClientFileView, FileView, UploadAnswer } from './files/schema.js'
export type {
  InquiryAttachBody,
  InquiryClassifyBody,
  InquiryEventName,
  InquiryListQuery,
  InquiryMoveBody,
  InquiryRow,
  InquiryView,
} from './inquiries/schema.js'
export type { LabelBody, LabelPatch, LabelView } from './labels/schema.js'
export type { MentionView } from './mentions/schema.js'
export type { ParkedEventView } from './parked-events/schema.js'
export type {
  LossReasonView,
  PipelineBody,
  PipelineView,
  StageActivityView,
  StageView,
} from './pipelines/schema.js'
export type {
  RoutingBody,
  RoutingDecisionView,
  RoutingRuleView,
  RoutingTryBody,
  RoutingTryView,
  RoutingView,
} from './routing/schema.js'
export type { PlanBody, PlanPatch, ScheduledView } from './scheduled/schema.js'
export type { FoundMessageView } from './search/schema.js'
export type {
  SegmentCountView,
  SegmentCreateBody,
  SegmentDefinition,
  SegmentFieldView,
  SegmentUpdateBody,
  SegmentView,
} from './segments/schema.js'
export type { ChannelView, SessionView, SignInBody } from './session/schema.js'
export type {
  AutoresponderBody,
  AutoresponderView,
  QuietBody,
  QuietView,
  ScheduleBody,
  ScheduleView,
} from './settings/schema.js'
export type { ChangeNotice, ClientEvents, ServerEvents } from './socket-events.js'
export type {
  InvitationView,
  ProfileBody,
  RemovalView,
  StaffCreateBody,
  StaffPresence,
  StaffRow,
  StaffUpdateBody,
  StaffView,
} from './staff/schema.js'
export type {
  OfferedTemplateView,
  SendTemplateBody,
  SyncedView,
  TemplateBody,
  TemplateView,
} from './templates/schema.js'
