import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { InquiryRow } from '../../api/contract'
import { useFormat } from '../format/use-format'
import { ChannelIcon } from '../parts/channel-icon'
import rows from '../parts/rows.module.css'
import { sourceName } from './source-name'
import { statusColors } from './status-name'

export function InquiryTable({
  rows: inquiries,
  onOpen,
}: {
  rows: readonly InquiryRow[]
  onOpen: (id: string) => void
}) {
  const { t } = useTranslation()
  return (
    <table className={rows.table} aria-label={t('inquiry.table')}>
      <thead>
        <tr>
          <th scope="col">{t('common.client')}</th>
          <th scope="col">{t('common.status')}</th>
          <th scope="col" className={rows.optional}>
            {t('common.source')}
          </th>
          <th scope="col">{t('common.owner')}</th>
          <th scope="col">{t('common.comment')}</th>
          <th scope="col">{t('inquiry.received')}</th>
        </tr>
      </thead>
      <tbody>
        {inquiries.map((inquiry) => (
          <Row key={inquiry.id} inquiry={inquiry} onOpen={onOpen} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ inquiry, onOpen }: { inquiry: InquiryRow; onOpen: (id: string) => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const waits = inquiry.answeredAt === null && (inquiry.status === 'new' || inquiry.status === 'waiting')
  return (
    <tr>
      <td>
        <div className={rows.who}>
          <ChannelIcon channel={inquiry.channel} size={20} />
          <div>
            <button type="button" className={rows.main} onClick={() => onOpen(inquiry.id)}>
              {inquiry.client?.name ?? inquiry.contactName ?? t('inquiry.unknownClient')}
            </button>
            <div className={rows.sub}>
              {t('inquiry.number', { number: inquiry.number })}
              {inquiry.byNumber === 'repeat' ? `, ${t('inquiry.byNumber.repeat').toLowerCase()}` : ''}
            </div>
          </div>
        </div>
      </td>
      <td>
        <Badge color={statusColors[inquiry.status]}>{t(`inquiry.status.${inquiry.status}`)}</Badge>
        {inquiry.deferredUntil && inquiry.status === 'deferred' ? (
          <div className={rows.sub}>
            {t('inquiry.deferredUntil', { time: format.moment(inquiry.deferredUntil) })}
          </div>
        ) : null}
      </td>
      <td className={rows.optional}>
        {inquiry.source ? sourceName(inquiry.source, t) : null}
        {inquiry.project ? <div className={rows.sub}>{inquiry.project}</div> : null}
      </td>
      <td>{inquiry.assignee?.name ?? null}</td>
      <td>{inquiry.comment ? <div className={rows.clip}>{inquiry.comment}</div> : null}</td>
      <td className={rows.nowrap}>
        <span title={format.full(inquiry.createdAt)}>{format.moment(inquiry.createdAt)}</span>
        {waits ? (
          <div className={rows.alarm}>{t('inbox.waits', { time: format.since(inquiry.createdAt) })}</div>
        ) : null}
      </td>
    </tr>
  )
}
