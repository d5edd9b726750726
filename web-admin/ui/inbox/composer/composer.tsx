import { ActionIcon, FileButton, SegmentedControl, Textarea, Tooltip } from '@mantine/core'
import { IconBolt, IconClockPlay, IconPaperclip, IconSend2 } from '@tabler/icons-react'
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
import { TemplateButton } from '../../templates/template-button'
import { useWindowClosed, WindowClosed } from '../../templates/window-closed'
import { tellTyping } from '../presence'
import { AnsweringLine } from './answering-line'
import { AttachmentList } from './attachment-list'
import { ColleagueAnswered } from './colleague-answered'
import classes from './composer.module.css'
import { ComposerHints } from './composer-hints'
import { DropZone } from './drop-zone'
import { PickerList, pickerId, pickerItemId } from './picker-list'
import { PlanModal } from './plan-modal'
import { isSendKey, useEnterSends } from './send-key'
import { useAttachments } from './use-attachments'
import { type ComposerMode, useComposer } from './use-composer'
import { type PickerItem, usePicker } from './use-picker'

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

/** As the API takes it. */
const maxUpload = 100 * 1024 * 1024

export function Composer({ conversation, channel, answering, onAnswered, ref }: ComposerProps) {
  const { t } = useTranslation()
  const mayReply = useMay('message.send') && conversation.reachable && !conversation.blocked
  const [enterSends] = useEnterSends()
  const field = useRef<HTMLTextAreaElement>(null)
  const [chosen, setMode] = useState<ComposerMode>('reply')
  const mode = mayReply ? chosen : 'note'
  const note = mode === 'note'
  const closed = useWindowClosed(conversation) && !note
  const attachments = useAttachments(conversation.id, Math.min(channel?.maxFileOut ?? maxUpload, maxUpload))
  const composer = useComposer({
    conversation,
    mode,
    answering,
    attachments,
    channel,
    onSent: onAnswered,
  })

  useImperativeHandle(ref, () => ({
    focus(wanted) {
      setMode(wanted)
      field.current?.focus()
    },
  }))
  const [caret, setCaret] = useState(0)
  const { picker, nothingReady } = usePicker(conversation.id, mode, composer.text, caret)
  const [planning, setPlanning] = useState(false)
  const pick = (item: PickerItem) => {
    if (!picker) return
    const text = composer.text.slice(0, picker.start) + item.insert + composer.text.slice(caret)
    const end = picker.start + item.insert.length
    composer.setText(text)
    if (item.kind === 'mention') composer.mention(item.id, item.title)
    setCaret(end)
    requestAnimationFrame(() => {
      field.current?.focus()
      field.current?.setSelectionRange(end, end)
    })
  }
  /** True when the key was the picker's. */
  const pickerKey = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    if (!picker || event.nativeEvent.isComposing) return false
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const item = picker.items[picker.active]
    if (step) picker.setActive((picker.active + step + picker.items.length) % picker.items.length)
    else if ((event.key === 'Enter' || event.key === 'Tab') && item) pick(item)
    else if (event.key === 'Escape') picker.close()
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (pickerKey(event)) return
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
        {picker ? <PickerList picker={picker} onPick={pick} /> : null}
        {note ? null : (
          <ColleagueAnswered conversationId={conversation.id} writing={composer.text.trim() !== ''} />
        )}
        <AnsweringLine answering={note ? null : answering} onCancel={onAnswered} />
        {note ? null : <AttachmentList attachments={attachments} />}
        {closed ? (
          <WindowClosed conversation={conversation} />
        ) : (
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
            aria-controls={picker ? pickerId : undefined}
            aria-activedescendant={picker ? pickerItemId(picker.active) : undefined}
            onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
            onChange={(event) => {
              composer.setText(event.currentTarget.value)
              setCaret(event.currentTarget.selectionStart)
              if (!note && event.currentTarget.value) tellTyping(conversation.id)
            }}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
            classNames={{ input: classes.input }}
          />
        )}
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
          {note || closed ? null : (
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
          {!note && mayReply && channel?.templates && !closed ? (
            <TemplateButton conversation={conversation} />
          ) : null}
          {note || closed ? null : (
            <>
              <Tooltip label={t('composer.canned')}>
                <ActionIcon
                  aria-label={t('composer.canned')}
                  disabled={!mayReply || (composer.text !== '' && !composer.text.startsWith('/'))}
                  onClick={() => {
                    composer.setText('/')
                    setCaret(1)
                    field.current?.focus()
                  }}
                >
                  <IconBolt size={19} />
                </ActionIcon>
              </Tooltip>
              <Tooltip label={t('planned.plan')}>
                <ActionIcon
                  aria-label={t('planned.plan')}
                  disabled={!composer.ready}
                  onClick={() => setPlanning(true)}
                >
                  <IconClockPlay size={19} />
                </ActionIcon>
              </Tooltip>
            </>
          )}
          <ComposerHints
            conversation={conversation}
            trouble={composer.trouble || attachments.refusal || (nothingReady ? t('composer.noCanned') : '')}
            split={composer.split}
            enterSends={enterSends}
          />
          <ActionIcon
            type="submit"
            variant="filled"
            color={note ? 'ember' : 'pine'}
            size={36}
            radius="xl"
            disabled={!composer.ready || closed}
            loading={composer.saving}
            aria-label={note ? t('composer.saveNote') : t('composer.send')}
          >
            <IconSend2 size={18} />
          </ActionIcon>
        </div>
      </form>
      <PlanModal
        opened={planning}
        title={t('planned.plan')}
        text={null}
        onClose={() => setPlanning(false)}
        onPlan={composer.plan}
      />
    </DropZone>
  )
}
