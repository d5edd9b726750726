import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConversationView, MessageView } from '../../../api/contract'
import { api } from '../../api/client'
import { toastError } from '../../parts/toast'
import { keepDraft, readDraft } from '../drafts'
import { showMessages } from '../message-store'
import { sendReply } from '../outbox'
import type { Attachments } from './use-attachments'

export type ComposerMode = 'reply' | 'note'

interface ComposerInput {
  conversation: ConversationView
  mode: ComposerMode
  answering: MessageView | null
  attachments: Attachments
  /** Characters that fit into one message of the channel. */
  maxText: number
  onSent: () => void
}

/** The text under work: kept as a draft, sent through the outbox, or saved as a note. */
export function useComposer({ conversation, mode, answering, attachments, maxText, onSent }: ComposerInput) {
  const { t } = useTranslation()
  const place = mode === 'note' ? `${conversation.id}.note` : conversation.id
  const [texts, setTexts] = useState<Record<ComposerMode, string>>(() => ({
    reply: readDraft(conversation.id),
    note: readDraft(`${conversation.id}.note`),
  }))
  const [saving, setSaving] = useState(false)
  const text = texts[mode]
  useEffect(() => keepDraft(place, text), [place, text])

  const length = [...text.trim()].length
  const tooLong = mode === 'reply' && length > maxText
  const hasFiles = mode === 'reply' && attachments.stored.length > 0
  const ready = !saving && !tooLong && (length > 0 || hasFiles) && !(mode === 'reply' && attachments.busy)
  const setText = (value: string) => setTexts((present) => ({ ...present, [mode]: value }))

  const saveNote = async () => {
    setSaving(true)
    try {
      const saved = await api.post<MessageView>(`/conversations/${conversation.id}/notes`, {
        text: text.trim(),
      })
      showMessages(conversation.id, [saved])
      setText('')
    } catch (error) {
      toastError(error)
    } finally {
      setSaving(false)
    }
  }
  const send = () => {
    if (!ready) return
    if (mode === 'note') {
      void saveNote()
      return
    }
    sendReply(conversation.id, {
      text: text.trim(),
      files: attachments.stored,
      replyToId: answering?.id ?? null,
    })
    setText('')
    attachments.clear()
    onSent()
  }
  return {
    text,
    setText,
    ready,
    saving,
    send,
    trouble: tooLong ? t('composer.tooLong', { length, max: maxText }) : '',
  }
}
