import { Button, Code, Group, Text } from '@mantine/core'
import { IconMoodSmile } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ParkedEventView } from '../../api/contract'
import { useMay } from '../api/session'
import { useFormat } from '../format/use-format'
import { Failure } from '../parts/failure'
import { Nothing } from '../parts/nothing'
import { TableWaiting } from '../parts/table-waiting'
import { toastDone, toastError } from '../parts/toast'
import { deliveryCommands, useParkedEvents } from './deliveries'
import classes from './parked-events.module.css'

export function ParkedEvents() {
  const { t } = useTranslation()
  const list = useParkedEvents()
  if (list.error && !list.data) return <Failure error={list.error} onRetry={() => void list.refetch()} />
  if (!list.data) return <TableWaiting />
  if (list.data.length === 0) {
    return (
      <Nothing
        icon={IconMoodSmile}
        title={t('deliveries.parkedEmpty')}
        advice={t('deliveries.parkedEmptyAdvice')}
      />
    )
  }
  return (
    <section aria-label={t('deliveries.parkedTable')}>
      <Text c="dimmed" fz="sm" mb="md">
        {t('deliveries.parkedLead')}
      </Text>
      {list.data.map((event) => (
        <Parked key={event.id} event={event} />
      ))}
    </section>
  )
}

function Parked({ event }: { event: ParkedEventView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const may = useMay('delivery.repair')
  const run = (work: Promise<unknown>, said: string) => {
    work.then(() => toastDone(said)).catch(toastError)
  }
  return (
    <article className={classes.event} aria-label={event.type}>
      <Group justify="space-between" align="flex-start">
        <div>
          <Code>{event.type}</Code>{' '}
          <Text span fz="sm" c="dimmed">
            {format.moment(event.at)}
          </Text>
          {event.conversationId ? (
            <Text fz="sm">
              <Link to="/inbox/$conversationId" params={{ conversationId: event.conversationId }} search={{}}>
                {t('deal.toConversation')}
              </Link>
            </Text>
          ) : null}
        </div>
        {may ? (
          <Group gap={6}>
            <Button
              size="compact-sm"
              variant="light"
              onClick={() => run(deliveryCommands.retryEvent(event.id), t('deliveries.parkedRetried'))}
            >
              {t('deliveries.parkedRetry')}
            </Button>
            <Button
              size="compact-sm"
              variant="subtle"
              color="gray"
              onClick={() => run(deliveryCommands.discardEvent(event.id), t('deliveries.parkedDiscarded'))}
            >
              {t('deliveries.parkedDiscard')}
            </Button>
          </Group>
        ) : null}
      </Group>
      {event.failures.map((failure) => (
        <div key={failure.subscriber} className={classes.failure}>
          <Text fz="sm" fw={500}>
            {t('deliveries.parkedAttempts', { subscriber: failure.subscriber, count: failure.attempts })}
          </Text>
          <Text fz="sm" c="dimmed">
            {failure.error}
          </Text>
        </div>
      ))}
    </article>
  )
}
