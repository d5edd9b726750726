import type { EventDoc, EventType, Subscriber } from '../../core/events.js'
import type { ChangeNotice } from './socket-events.js'
import type { PanelSockets } from './sockets.js'

/** Tells the open panels what changed. A notice told twice only makes them look twice. */
export function panelSubscriber(sockets: Pick<PanelSockets, 'notify' | 'staffChanged'>): Subscriber {
  const tell = async (event: EventDoc<EventType>) => {
    for (const notice of noticesOf(event)) sockets.notify(notice)
    if (event.type === 'staff.changed') sockets.staffChanged(event.stream)
  }
  return { name: 'panel', on: Object.fromEntries(heard.map((type) => [type, tell])) }
}

const kinds = {
  conversation: 'conversation',
  message: 'conversation',
  dialog: 'conversation',
  inquiry: 'inquiry',
  client: 'client',
  company: 'company',
  deal: 'deal',
  activity: 'activity',
  staff: 'staff',
  department: 'staff',
  channel: 'channel',
} as const

const heard = [
  'message.received',
  'message.withheld',
  'message.queued',
  'message.removed',
  'message.change-failed',
  'message.scheduled',
  'message.edited',
  'message.reacted',
  'message.noted',
  'delivery.settled',
  'conversation.seen',
  'conversation.changed',
  'conversation.reopened',
  'conversation.assigned',
  'conversation.closed',
  'conversation.snoozed',
  'conversation.reachability-changed',
  'inquiry.opened',
  'inquiry.moved',
  'inquiry.changed',
  'inquiry.routed',
  'dialog.completed',
  'dialog.handed-over',
  'client.created',
  'client.changed',
  'client.erased',
  'company.created',
  'company.changed',
  'deal.created',
  'deal.changed',
  'deal.moved',
  'deal.delegated',
  'activity.planned',
  'activity.changed',
  'activity.completed',
  'activity.due',
  'activity.overdue',
  'file.fetched',
  'staff.changed',
  'department.changed',
  'channel.changed',
  'channel.state-changed',
] as const satisfies readonly EventType[]

/** A message is news of itself and of its conversation; everything else of the stream it stands in. */
function noticesOf({ type, stream, seq: version, payload }: EventDoc<EventType>): ChangeNotice[] {
  if (type === 'delivery.settled') {
    const {
      deliveryId,
      conversationId = null,
      messageId = null,
      state,
    } = payload as EventDoc<typeof type>['payload']
    return [{ kind: 'delivery', id: deliveryId, conversationId, messageId, state }]
  }
  if (type === 'file.fetched') {
    const { conversationId } = payload as EventDoc<typeof type>['payload']
    return [{ kind: 'conversation', id: conversationId, version, event: type }]
  }
  if (type === 'inquiry.routed') {
    const { inquiryId } = payload as EventDoc<typeof type>['payload']
    return [{ kind: 'inquiry', id: inquiryId, version, event: type }]
  }
  const kind = kinds[type.slice(0, type.indexOf('.')) as keyof typeof kinds]
  const notice: ChangeNotice = { kind, id: stream, version, event: type }
  if (!('messageId' in payload) || payload.messageId === undefined || !('conversationId' in payload))
    return [notice]
  const { messageId: id, conversationId } = payload as { messageId: string; conversationId: string }
  return [notice, { kind: 'message', id, conversationId, version, event: type }]
}
