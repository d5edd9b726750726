import { Badge, Button, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeliveryView } from '../../api/contract'
import { useMay } from '../api/session'
import { useFormat } from '../format/use-format'
import { previewTypes } from '../inbox/content/preview-types'
import { useReason } from '../inbox/use-reason'
import rows from '../parts/rows.module.css'
import { toastDone, toastError } from '../parts/toast'
import { deliveryCommands } from './deliveries'

const colors = {
  queued: 'gray',
  sending: 'gray',
  sent: 'pine',
  delivered: 'pine',
  read: 'pine',
  failed: 'ember',
  unknown: 'honey',
  discarded: 'gray',
} as const

export function DeliveryTable({ rows: deliveries }: { rows: readonly DeliveryView[] }) {
  const { t } = useTranslation()
  return (
    <table className={rows.table} aria-label={t('deliveries.table')}>
      <thead>
        <tr>
          <th scope="col">{t('deliveries.what')}</th>
          <th scope="col">{t('deliveries.where')}</th>
          <th scope="col">{t('deliveries.state')}</th>
          <th scope="col">{t('deliveries.when')}</th>
          <th scope="col">
            <span className="ot-said">{t('common.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {deliveries.map((delivery) => (
          <Row key={delivery.id} delivery={delivery} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ delivery }: { delivery: DeliveryView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const reasonText = useReason()
  const type = previewTypes.find((each) => each === delivery.contentType) ?? 'unsupported'
  const title = delivery.conversation?.title || t('inbox.noName')
  // A notice goes to a colleague and only speaks of the conversation.
  const toStaff = delivery.accountId.startsWith('staff-')
  const waits = delivery.state === 'queued' && delivery.attempts > 0
  return (
    <tr>
      <td>
        <div className={rows.clip}>{delivery.preview || t(`preview.${type}`)}</div>
        <div className={rows.sub}>{t(`deliveries.purpose.${delivery.purpose}`)}</div>
      </td>
      <td>
        {delivery.conversation ? (
          <Link
            to="/inbox/$conversationId"
            params={{ conversationId: delivery.conversation.id }}
            search={{}}
            className={rows.main}
          >
            {toStaff ? `${t('deliveries.staff')}: ${title}` : title}
          </Link>
        ) : (
          t('deliveries.staff')
        )}
        <div className={rows.sub}>{delivery.accountName}</div>
      </td>
      <td>
        <Badge color={colors[delivery.state]}>{t(`delivery.state.${delivery.state}`)}</Badge>
        {delivery.reason ? <div className={rows.sub}>{reasonText(delivery.reason)}</div> : null}
        {waits ? (
          <div className={rows.sub}>{t('deliveries.nextTry', { time: format.time(delivery.nextAt) })}</div>
        ) : null}
      </td>
      <td className={rows.nowrap}>
        <span title={format.full(delivery.createdAt)}>{format.moment(delivery.createdAt)}</span>
        <div className={rows.sub}>
          {delivery.attempts > 1 ? t('deliveries.attempts', { count: delivery.attempts }) : null}
        </div>
      </td>
      <td>
        <Actions delivery={delivery} />
      </td>
    </tr>
  )
}

function Actions({ delivery }: { delivery: DeliveryView }) {
  const { t } = useTranslation()
  const may = useMay('message.send')
  const [busy, setBusy] = useState(false)
  const run = (work: Promise<unknown>, said: string) => {
    setBusy(true)
    work
      .then(() => toastDone(said))
      .catch(toastError)
      .finally(() => setBusy(false))
  }
  return (
    <Group gap={6} justify="flex-end" className={rows.above}>
      {delivery.canRetry && may ? (
        <Button
          size="compact-sm"
          variant="light"
          loading={busy}
          title={delivery.state === 'unknown' ? t('deliveries.unknownConfirm') : undefined}
          onClick={() => run(deliveryCommands.retry(delivery.id), t('deliveries.retried'))}
        >
          {t('deliveries.retry')}
        </Button>
      ) : null}
      {delivery.canDiscard && may ? (
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          disabled={busy}
          onClick={() => run(deliveryCommands.discard(delivery.id), t('deliveries.discarded'))}
        >
          {t('deliveries.discard')}
        </Button>
      ) : null}
    </Group>
  )
}
