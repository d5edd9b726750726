import { Button, HoverCard, Stack, Text } from '@mantine/core'
import { IconClock, IconPencil, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MessageView } from '../../../api/contract'
import { api } from '../../api/client'
import { useFormat } from '../../format/use-format'
import { toastError } from '../../parts/toast'
import { showMessages } from '../message-store'
import { useReason } from '../use-reason'
import classes from './bubble.module.css'

/** "Changed", with the earlier wordings on a closer look. */
export function EditedMark({ message }: { message: MessageView }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (!message.editedAt) return null
  return (
    <HoverCard width={320} openDelay={250} withinPortal>
      <HoverCard.Target>
        <span title={format.full(message.editedAt)}>
          <IconPencil size={12} aria-hidden="true" /> {t('thread.edited')}
        </span>
      </HoverCard.Target>
      {message.previous.length > 0 ? (
        <HoverCard.Dropdown>
          <Stack gap={6}>
            <Text fz="xs" c="dimmed">
              {t('message.was')}
            </Text>
            {message.previous.map((edition) => (
              <Text key={edition.at} fz="sm" style={{ whiteSpace: 'pre-wrap' }} lineClamp={6}>
                {edition.text || '—'}
              </Text>
            ))}
          </Stack>
        </HoverCard.Dropdown>
      ) : null}
    </HoverCard>
  )
}

/** Gone at the client's end, or a change that is on its way there or was refused. */
export function ChangeLine({ message }: { message: MessageView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const reasonText = useReason()
  const [busy, setBusy] = useState(false)
  const { removed, change } = message
  if (removed) {
    return (
      <div className={classes.removed}>
        <IconTrash size={13} aria-hidden="true" />
        <span title={format.full(removed.at)}>
          {t(removed.by === 'client' ? 'message.removedByClient' : 'message.removedByTeam')}
        </span>
      </div>
    )
  }
  if (!change) return null
  if (change.state === 'queued') {
    return (
      <div className={classes.removed}>
        <IconClock size={13} aria-hidden="true" /> {t(`message.changing.${change.kind}`)}
      </div>
    )
  }
  const reason = reasonText(change.reason)
  const drop = () => {
    setBusy(true)
    api
      .remove<MessageView>(`/conversations/${message.conversationId}/messages/${message.id}/change`)
      .then((fresh) => showMessages(message.conversationId, [fresh]))
      .catch(toastError)
      .finally(() => setBusy(false))
  }
  return (
    <div className={classes.trouble}>
      <span>
        {t(`message.changeFailed.${change.kind}`)}.{reason ? ` ${t('delivery.because', { reason })}` : ''}
      </span>
      <Button size="compact-xs" variant="default" loading={busy} onClick={drop}>
        {t('message.changeDrop')}
      </Button>
    </div>
  )
}
