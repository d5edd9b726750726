import { Drawer, Skeleton, Stack, Text, Timeline } from '@mantine/core'
import { IconMessageChatbot, IconMessageOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { AutoreplyView } from '../../../api/contract'
import { api } from '../../api/client'
import { keys } from '../../api/keys'
import { useFormat } from '../../format/use-format'
import { ru } from '../../locales/ru'
import { Failure } from '../../parts/failure'
import { Nothing } from '../../parts/nothing'

type Code = keyof typeof ru.autoreply.reason
const known = (code: string): code is Code => code in ru.autoreply.reason

/** Why the autoresponder spoke or kept silent, message by message. */
export function AutoreplyDrawer({
  conversationId,
  opened,
  onClose,
}: {
  conversationId: string
  opened: boolean
  onClose: () => void
}) {
  const { t } = useTranslation()
  return (
    <Drawer opened={opened} onClose={onClose} title={t('autoreply.title')}>
      <Text c="dimmed" fz="sm" mb="lg">
        {t('autoreply.lead')}
      </Text>
      {opened ? <Decisions conversationId={conversationId} /> : null}
    </Drawer>
  )
}

function Decisions({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuery({
    queryKey: keys.autoreplies(conversationId),
    queryFn: ({ signal }) =>
      api.get<{ items: AutoreplyView[] }>(`/conversations/${conversationId}/autoreplies`, {}, signal),
  })
  if (error) return <Failure error={error} onRetry={() => void refetch()} compact />
  if (!data) {
    return (
      <Stack>
        <Skeleton h={44} />
        <Skeleton h={44} />
      </Stack>
    )
  }
  if (data.items.length === 0)
    return <Nothing icon={IconMessageChatbot} title={t('autoreply.empty')} compact />
  return (
    <Timeline bulletSize={26} lineWidth={2} active={-1}>
      {data.items.map((item) => (
        <Decision key={item.id} item={item} />
      ))}
    </Timeline>
  )
}

function Decision({ item }: { item: AutoreplyView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const answered = item.decision === 'answered'
  const back = item.details.backAt
  return (
    <Timeline.Item
      bullet={answered ? <IconMessageChatbot size={14} /> : <IconMessageOff size={14} />}
      title={t(`autoreply.${item.decision}`)}
      color={answered ? 'pine' : 'gray'}
    >
      <Text fz="sm">{known(item.reason) ? t(`autoreply.reason.${item.reason}`) : item.reason}</Text>
      {typeof back === 'string' ? (
        <Text fz="sm">{t('autoreply.back', { time: format.moment(back) })}</Text>
      ) : null}
      <Text fz="xs" c="dimmed">
        {format.moment(item.at)}
      </Text>
    </Timeline.Item>
  )
}
