import i18next from 'i18next'
import { useSyncExternalStore } from 'react'
import type { FileView, SendBody, SentView } from '../../api/contract'
import { ApiError } from '../api/api-error'
import { api } from '../api/client'
import { errorText } from '../format/error-text'
import { showMessages } from './message-store'

/** A reply on its way to the server. Its key stays the same over all tries, so it can never become two messages. */
export interface Pending {
  clientMessageId: string
  conversationId: string
  text: string
  files: readonly FileView[]
  replyToId: string | null
  at: string
  /** Why the last try failed, in words; null while a try runs. */
  failure: string | null
}

const none: readonly Pending[] = []
const pending = new Map<string, readonly Pending[]>()
const listeners = new Set<() => void>()

function change(conversationId: string, next: (rows: readonly Pending[]) => readonly Pending[]): void {
  pending.set(conversationId, next(pending.get(conversationId) ?? none))
  for (const listener of listeners) listener()
}

export function usePending(conversationId: string): readonly Pending[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => pending.get(conversationId) ?? none,
  )
}

export function sendReply(
  conversationId: string,
  reply: { text: string; files: readonly FileView[]; replyToId: string | null },
): void {
  const row: Pending = {
    ...reply,
    conversationId,
    clientMessageId: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`,
    at: new Date().toISOString(),
    failure: null,
  }
  change(conversationId, (rows) => [...rows, row])
  void post(row)
}

export function sendAgain(row: Pending): void {
  change(row.conversationId, (rows) =>
    rows.map((each) => (each.clientMessageId === row.clientMessageId ? { ...each, failure: null } : each)),
  )
  void post(row)
}

export function dropPending(row: Pending): void {
  change(row.conversationId, (rows) => rows.filter((each) => each.clientMessageId !== row.clientMessageId))
}

async function post(row: Pending): Promise<void> {
  const body: SendBody = {
    clientMessageId: row.clientMessageId,
    ...(row.text === '' ? {} : { text: row.text }),
    ...(row.files.length === 0 ? {} : { fileIds: row.files.map((file) => file.fileId) }),
    ...(row.replyToId ? { replyToId: row.replyToId } : {}),
  }
  try {
    const sent = await api.post<SentView>(`/conversations/${row.conversationId}/messages`, body)
    showMessages(row.conversationId, sent.items)
    dropPending(row)
  } catch (error) {
    const offline = error instanceof ApiError && error.offline
    const failure = offline ? i18next.t('error.offlineSend') : errorText(error)
    change(row.conversationId, (rows) =>
      rows.map((each) => (each.clientMessageId === row.clientMessageId ? { ...each, failure } : each)),
    )
  }
}
