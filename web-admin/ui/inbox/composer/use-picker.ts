import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FilledReplyView } from '../../../api/contract'
import { api } from '../../api/client'
import { keys } from '../../api/keys'
import { useStaff } from '../../api/reference'
import { useSession } from '../../api/session'
import type { ComposerMode } from './use-composer'

export interface PickerItem {
  id: string
  title: string
  hint: string
  /** What goes into the text in place of the typed beginning. */
  insert: string
  kind: 'canned' | 'mention'
}

export interface Picker {
  items: readonly PickerItem[]
  active: number
  setActive: (index: number) => void
  close: () => void
  /** Where the typed beginning starts in the text. */
  start: number
}

const most = 8

/** `/` at the beginning of a reply offers ready replies, `@` in a note offers colleagues. */
export function usePicker(conversationId: string, mode: ComposerMode, text: string, caret: number) {
  const { me } = useSession()
  const staff = useStaff()
  const [active, setActive] = useState(0)
  const [closedAt, setClosedAt] = useState<string | null>(null)
  const before = text.slice(0, caret)
  const slash = mode === 'reply' ? /^\/([\p{L}\p{N}_ -]{0,40})$/u.exec(before) : null
  const at = mode === 'note' ? /(?:^|[\s(])@([\p{L}\p{N}]{0,40})$/u.exec(before) : null
  const canned = useQuery({
    queryKey: keys.cannedFor(conversationId),
    enabled: slash !== null,
    staleTime: 30_000,
    queryFn: ({ signal }) =>
      api
        .get<{ items: FilledReplyView[] }>(`/conversations/${conversationId}/canned-replies`, {}, signal)
        .then((answer) => answer.items),
  }).data
  const items = slash
    ? (canned ?? [])
        .filter(fits(slash[1] ?? ''))
        .slice(0, most)
        .map(asItem)
    : at
      ? staff
          .filter((person) => person.active && person.id !== me.id)
          .filter((person) => startsWord(person.name, at[1] ?? ''))
          .slice(0, most)
          .map((person) => ({
            id: person.id,
            title: person.name,
            hint: '',
            insert: `@${person.name} `,
            kind: 'mention' as const,
          }))
      : []
  const picker: Picker | null =
    (slash || at) && items.length > 0 && closedAt !== before
      ? {
          items,
          active: Math.min(active, items.length - 1),
          setActive,
          close: () => setClosedAt(before),
          start: slash ? 0 : before.lastIndexOf('@'),
        }
      : null
  return { picker, nothingReady: slash !== null && canned?.length === 0 }
}

const asItem = (reply: FilledReplyView): PickerItem => ({
  id: reply.id,
  title: `/${reply.shortcut}`,
  hint: reply.title,
  insert: reply.text,
  kind: 'canned',
})

const fits = (typed: string) => (reply: FilledReplyView) =>
  typed === '' || reply.shortcut.startsWith(typed.toLowerCase()) || startsWord(reply.title, typed)

function startsWord(text: string, beginning: string): boolean {
  const lower = beginning.toLowerCase()
  return text
    .toLowerCase()
    .split(/\s+/)
    .some((word) => word.startsWith(lower))
}
