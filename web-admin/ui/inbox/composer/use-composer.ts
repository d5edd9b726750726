import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { longestText } from '../../../../core/inbox/split-text'
import type { ChannelView, ConversationView, MessageView } from '../../../api/contract'
import { api } from '../../api/client'
import { toastError } from '../../parts/toast'
import { keepDraft, readDraft } from '../drafts'
import { showMessages } from '../message-store'
import { sendReply } from '../outbox'
import { plannedCommands } from '../planned'
import type { Plan } from './plan-modal'
import { textsApart } from './texts-apart'
import type { Attachments } from './use-attachments'

export type ComposerMode = 'reply' | 'note'

interface ComposerInput {
  conversation: ConversationView
  mode: ComposerMode
  answering: MessageView | null
  attachments: Attachments
  channel: ChannelView | undefined
  onSent: () => void
}

/** The text under work: kept as a draft, sent through the outbox, or saved as a note. */
export function useComposer({ conversation, mode, answering, attachments, channel, onSent }: ComposerInput) {
  const { t } = useTranslation()
  const place = mode === 'note' ? `${conversation.id}.note` : conversation.id
  const [texts, setTexts] = useState<Record<ComposerMode, string>>(() => ({
    reply: readDraft(conversation.id),
    note: readDraft(`${conversation.id}.note`),
  }))
  const [saving, setSaving] = useState(false)
  /** Colleagues picked by name in the note: id -> name. */
  const [mentioned, setMentioned] = useState<ReadonlyMap<string, string>>(new Map())
  const text = texts[mode]
  useEffect(() => keepDraft(place, text), [place, text])

  const { length } = text.trim()
  const tooLong = mode === 'reply' && length > longestText
  const hasFiles = mode === 'reply' && attachments.stored.length > 0
  const ready = !saving && !tooLong && (length > 0 || hasFiles) && !(mode === 'reply' && attachments.busy)
  const apart = mode === 'reply' && channel && !tooLong ? textsApart(text.trim(), hasFiles, channel) : 0
  const setText = (value: string) => setTexts((present) => ({ ...present, [mode]: value }))

  const saveNote = async () => {
    setSaving(true)
    try {
      const called = [...mentioned].filter(([, name]) => text.includes(`@${name}`))
      const saved = await api.post<MessageView>(`/conversations/${conversation.id}/notes`, {
        text: text.trim(),
        mentionIds: called.map(([id]) => id),
      })
      setMentioned(new Map())
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
  /** Puts it off until a time. Rejects with `ApiError`. */
  const plan = async ({ at, unlessReplied }: Plan) => {
    await plannedCommands.plan(conversation.id, {
      at,
      unlessReplied,
      ...(text.trim() === '' ? {} : { text: text.trim() }),
      ...(attachments.stored.length === 0 ? {} : { fileIds: attachments.stored.map((file) => file.fileId) }),
    })
    setText('')
    attachments.clear()
    onSent()
  }
  return {
    text,
    setText,
    plan,
    mention: (id: string, name: string) => setMentioned((known) => new Map(known).set(id, name)),
    ready,
    saving,
    send,
    trouble: tooLong ? t('composer.tooLong', { length, max: longestText }) : '',
    /** What becomes of words that do not fit into one message; empty where they do. */
    split: apart > 0 ? t(hasFiles ? 'composer.captionApart' : 'composer.split', { count: apart }) : '',
  }
}
