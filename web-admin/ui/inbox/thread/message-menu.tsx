import { ActionIcon, Button, Group, Menu, Modal, Stack, Text, Textarea } from '@mantine/core'
import { IconCopy, IconDots, IconPencil, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MessageView } from '../../../api/contract'
import { api } from '../../api/client'
import { useSession } from '../../api/session'
import { toastDone, toastError } from '../../parts/toast'
import { summaryOf } from '../content/summary'
import { showMessages } from '../message-store'
import classes from './bubble.module.css'

/** What the channel lets us do with a message of ours afterwards. */
export interface MessageRights {
  edit: boolean
  editWithinHours: number | null
  remove: boolean
  removeWithinHours: number | null
}

const reworded = ['text', 'image', 'album', 'document', 'voice', 'video']

/** Changes, takes back or copies a message. Mounted when it is first asked for: a thread has hundreds of messages. */
export function MessageMenu({ message, rights }: { message: MessageView; rights: MessageRights }) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState(false)
  const button = (
    <ActionIcon
      className={classes.answer}
      size="md"
      aria-label={t('message.menu')}
      title={t('message.menu')}
      onClick={() => setAsked(true)}
    >
      <IconDots size={16} />
    </ActionIcon>
  )
  return asked ? <Opened message={message} rights={rights} button={button} /> : button
}

function Opened({
  message,
  rights,
  button,
}: {
  message: MessageView
  rights: MessageRights
  button: React.ReactNode
}) {
  const { t } = useTranslation()
  const { me, may } = useSession()
  const [shown, setShown] = useState<'menu' | 'edit' | 'remove' | null>('menu')
  const words = wordsOf(message)
  const ours = message.direction === 'out' && !message.removed
  const mine = me.role === 'admin' || me.role === 'head' || message.author.id === me.id
  const waits = message.delivery?.state === 'queued'
  const there = ['sent', 'delivered', 'read'].includes(message.delivery?.state ?? '')
  const hours = (Date.now() - new Date(message.sentAt).getTime()) / 3600_000
  const inTime = (within: number | null) => within === null || hours < within
  const mayChange = ours && mine && may.includes('message.change')
  const edits =
    mayChange &&
    reworded.includes(message.content.type) &&
    (waits || (there && rights.edit && inTime(rights.editWithinHours)))
  // Of what failed, nothing is there as a rule; where a part is, the server takes it back or says that it cannot.
  const failed = ['failed', 'discarded'].includes(message.delivery?.state ?? '')
  const removes =
    mayChange && (waits || failed || (there && rights.remove && inTime(rights.removeWithinHours)))
  return (
    <>
      <Menu opened={shown === 'menu'} onChange={(opened) => setShown(opened ? 'menu' : null)} width={230}>
        <Menu.Target>{button}</Menu.Target>
        <Menu.Dropdown>
          {words ? (
            <Menu.Item
              leftSection={<IconCopy size={16} />}
              onClick={() => {
                navigator.clipboard.writeText(words).then(() => toastDone(t('message.copied')), toastError)
              }}
            >
              {t('message.copy')}
            </Menu.Item>
          ) : null}
          {edits ? (
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setShown('edit')}>
              {t('message.edit')}
            </Menu.Item>
          ) : null}
          {removes ? (
            <Menu.Item leftSection={<IconTrash size={16} />} color="ember" onClick={() => setShown('remove')}>
              {t('message.remove')}
            </Menu.Item>
          ) : null}
          {ours && !edits && !removes ? <Menu.Label>{t('message.cannot')}</Menu.Label> : null}
        </Menu.Dropdown>
      </Menu>
      <EditModal
        key={words}
        opened={shown === 'edit'}
        message={message}
        words={words}
        onClose={() => setShown(null)}
      />
      <RemoveModal opened={shown === 'remove'} message={message} onClose={() => setShown(null)} />
    </>
  )
}

interface ModalProps {
  opened: boolean
  message: MessageView
  onClose: () => void
}

const pathOf = (message: MessageView) => `/conversations/${message.conversationId}/messages/${message.id}`

function EditModal({ opened, message, words, onClose }: ModalProps & { words: string }) {
  const { t } = useTranslation()
  const [text, setText] = useState(words)
  const [busy, setBusy] = useState(false)
  const save = () => {
    setBusy(true)
    api
      .patch<MessageView>(pathOf(message), { text: text.trim() })
      .then((fresh) => {
        showMessages(message.conversationId, [fresh])
        onClose()
      })
      .catch(toastError)
      .finally(() => setBusy(false))
  }
  return (
    <Modal opened={opened} onClose={onClose} title={t('message.editTitle')}>
      <Stack>
        <Textarea
          aria-label={t('message.editTitle')}
          autosize
          minRows={3}
          maxRows={14}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          data-autofocus
        />
        <Text fz="sm" c="dimmed">
          {t('message.editHint')}
        </Text>
        <Button onClick={save} loading={busy} disabled={text.trim() === '' || text.trim() === words}>
          {t('common.save')}
        </Button>
      </Stack>
    </Modal>
  )
}

function RemoveModal({ opened, message, onClose }: ModalProps) {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const remove = () => {
    setBusy(true)
    api
      .remove<MessageView>(pathOf(message))
      .then((fresh) => {
        showMessages(message.conversationId, [fresh])
        onClose()
      })
      .catch(toastError)
      .finally(() => setBusy(false))
  }
  return (
    <Modal opened={opened} onClose={onClose} title={t('message.removeTitle')} size="sm">
      <Stack>
        <Text lineClamp={4}>{summaryOf(message.content, t)}</Text>
        <Text fz="sm" c="dimmed">
          {t('message.removeHint')}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common.back')}
          </Button>
          <Button color="ember" onClick={remove} loading={busy} data-autofocus>
            {t('message.remove')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function wordsOf({ content }: MessageView): string {
  if ('text' in content) return content.text
  return 'caption' in content ? (content.caption ?? '') : ''
}
