import {
  type Icon,
  IconBriefcase,
  IconBuilding,
  IconChecklist,
  IconClipboardList,
  IconInbox,
  IconPlugConnected,
  IconSend,
  IconSettings,
  IconUsers,
} from '@tabler/icons-react'
import type { CountersView } from '../../api/contract'

export interface Room {
  name:
    | 'inbox'
    | 'inquiries'
    | 'deals'
    | 'clients'
    | 'companies'
    | 'tasks'
    | 'deliveries'
    | 'channels'
    | 'settings'
  to:
    | '/inbox'
    | '/inquiries'
    | '/deals'
    | '/clients'
    | '/companies'
    | '/tasks'
    | '/deliveries'
    | '/channels'
    | '/settings'
  icon: Icon
  /** Badge of the menu. */
  count: (counters: CountersView) => number
  /** The badge asks for attention rather than counts work. */
  alarm?: boolean
}

/** The rooms of the panel in the order of the menu. */
export const rooms: readonly Room[] = [
  { name: 'inbox', to: '/inbox', icon: IconInbox, count: (counters) => counters.inbox },
  { name: 'inquiries', to: '/inquiries', icon: IconClipboardList, count: (counters) => counters.inquiries },
  { name: 'deals', to: '/deals', icon: IconBriefcase, count: () => 0 },
  { name: 'clients', to: '/clients', icon: IconUsers, count: () => 0 },
  { name: 'companies', to: '/companies', icon: IconBuilding, count: () => 0 },
  { name: 'tasks', to: '/tasks', icon: IconChecklist, count: (counters) => counters.activities },
  {
    name: 'deliveries',
    to: '/deliveries',
    icon: IconSend,
    count: (counters) => counters.deliveries + counters.parkedEvents,
    alarm: true,
  },
  {
    name: 'channels',
    to: '/channels',
    icon: IconPlugConnected,
    count: (counters) => counters.channels,
    alarm: true,
  },
  { name: 'settings', to: '/settings', icon: IconSettings, count: () => 0 },
]
