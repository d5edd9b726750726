import { ActionIcon, FileButton, SegmentedControl, Textarea, Tooltip } from '@mantine/core'
import { IconPaperclip, IconSend2 } from '@tabler/icons-react'
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type Ref,
  useImperativeHandle,
  useRef,
  useState,
} from 'react'
import { useTranslation } from 'react-i18next'
import type { ChannelView, ConversationView, MessageView } from '../../../api/contract'
import { useMay } from '../../api/session'
import { tellTyping } from '../presence'
import { AnsweringLine } from './answering-line'
import { AttachmentList } from './attachment-list'
import classes from './composer.module.css'
import { ComposerHints } from './composer-hints'
import { DropZone } from './drop-zone'
import { isSendKey, useEnterSends } from './send-key'
import { useAttachments } from './use-attachments'
import { type ComposerMode, useComposer } from './use-composer'

export interface ComposerHandle {
  focus: (mode: ComposerMode) => void
}

interface ComposerProps {
  conversation: ConversationView
  channel: ChannelView | undefined
  answering: MessageView | null
  onAnswered: () => void
  ref: Ref<ComposerHandle>
}

const defaultMaxFile = 20 * 1024 * 1024

export function Composer({ conversation, channel, answering, onAnswered, ref }: ComposerProps) {
  const { t } = useTranslation()
  const mayReply = useMay('message.send') && conversation.reachable
  const [enterSends] = useEnterSends()
  const field = useRef<HTMLTextAreaElement>(null)
  const [mode, setMode] = useState<ComposerMode>(mayReply ? 'reply' : 'note')
  const note = mode === 'note'
  const attachments = useAttachments(
    conversation.id,
    Math.min(channel?.maxFileOut ?? defaultMaxFile, defaultMaxFile),
  )
  const composer = useComposer({
    conversation,
    mode,
    answering,
    attachments,
    maxText: channel?.maxText ?? 64_000,
    onSent: onAnswered,
  })

  useImperativeHandle(ref, () => ({
    focus(wanted) {
      setMode(mayReply ? wanted : 'note')
      field.current?.focus()
    },
  }))
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (isSendKey(event, enterSends)) {
      event.preventDefault()
      composer.send()
    } else if (event.key === 'Escape') {
      if (answering) onAnswered()
      else event.currentTarget.blur()
    }
  }
  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files]
    if (files.length === 0 || note) return
    event.preventDefault()
    attachments.add(files)
  }
  return (
    <DropZone onFiles={note ? null : attachments.add}>
      <form
        className={classes.composer}
        data-note={note || undefined}
        aria-label={note ? t('composer.note') : t('composer.reply')}
        onSubmit={(event) => {
          event.preventDefault()
          composer.send()
        }}
      >
        <AnsweringLine answering={note ? null : answering} onCancel={onAnswered} />
        {note ? null : <AttachmentList attachments={attachments} />}
        <Textarea
          ref={field}
          variant="unstyled"
          autosize
          minRows={1}
          maxRows={9}
          aria-label={note ? t('composer.note') : t('composer.reply')}
          placeholder={
            note
              ? t('composer.notePlaceholder')
              : t('composer.replyPlaceholder', { channel: t(`channels.${conversation.channel}`) })
          }
          value={composer.text}
          onChange={(event) => {
            composer.setText(event.currentTarget.value)
            if (!note && event.currentTarget.value) tellTyping(conversation.id)
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          classNames={{ input: classes.input }}
        />
        <div className={classes.bar}>
          <SegmentedControl
            size="xs"
            aria-label={t('composer.mode')}
            value={mode}
            onChange={(value) => {
              setMode(value === 'note' ? 'note' : 'reply')
              field.current?.focus()
            }}
            data={[
              { value: 'reply', label: t('composer.replyMode'), disabled: !mayReply },
              { value: 'note', label: t('composer.noteMode') },
            ]}
          />
          {note ? null : (
            <FileButton multiple onChange={attachments.add}>
              {(props) => (
                <Tooltip label={t('composer.attach')}>
                  <ActionIcon {...props} aria-label={t('composer.attach')}>
                    <IconPaperclip size={19} />
                  </ActionIcon>
                </Tooltip>
              )}
            </FileButton>
          )}
          <ComposerHints
            conversation={conversation}
            trouble={composer.trouble || attachments.refusal}
            enterSends={enterSends}
          />
          <ActionIcon
            type="submit"
            variant="filled"
            color={note ? 'ember' : 'pine'}
            size={36}
            radius="xl"
            disabled={!composer.ready}
            loading={composer.saving}
            aria-label={note ? t('composer.saveNote') : t('composer.send')}
          >
            <IconSend2 size={18} />
          </ActionIcon>
        </div>
      </form>
    </DropZone>
  )
}
