import { Badge } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ClientRow } from '../../api/contract'
import { phoneText } from '../format/phone'
import { useFormat } from '../format/use-format'
import rows from '../parts/rows.module.css'
import { ClientPhoto } from './client-photo'
import { OwnerButton } from './owner-button'

const stateColors = {
  'not-client': 'gray',
  potential: 'honey',
  active: 'pine',
  former: 'gray',
  disconnected: 'ember',
} as const

export function ClientTable({ rows: clients }: { rows: readonly ClientRow[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <table className={rows.table} aria-label={t('clients.list')}>
      <thead>
        <tr>
          <th scope="col">{t('clients.field.name')}</th>
          <th scope="col">{t('clients.contacts')}</th>
          <th scope="col">{t('clients.field.state')}</th>
          <th scope="col">{t('clients.field.owner')}</th>
          <th scope="col">{t('clients.field.lastContact')}</th>
        </tr>
      </thead>
      <tbody>
        {clients.map((client) => (
          <tr key={client.id}>
            <td>
              <div className={rows.who}>
                <ClientPhoto client={client} size={36} />
                <div>
                  <Link to="/clients/$clientId" params={{ clientId: client.id }} className={rows.main}>
                    {client.name}
                  </Link>
                  <div className={rows.sub}>
                    {[client.company?.name, client.position].filter(Boolean).join(', ')}
                  </div>
                </div>
              </div>
            </td>
            <td className="ot-num">
              <div className={rows.nowrap}>{client.phones[0] ? phoneText(client.phones[0]) : ''}</div>
              <div className={rows.sub}>{client.emails[0] ?? ''}</div>
            </td>
            <td>
              <Badge color={stateColors[client.state]}>{t(`clients.state.${client.state}`)}</Badge>
              {client.base === 'disconnected' ? null : (
                <div className={rows.sub}>{t(`clients.base.${client.base}`)}</div>
              )}
            </td>
            <td>
              {client.owner?.name ?? (
                <span className={`${rows.sub} ${rows.above}`}>
                  {t('clients.free')}{' '}
                  {client.state === 'disconnected' ? null : <OwnerButton client={client} size="xs" />}
                </span>
              )}
            </td>
            <td className={`${rows.sub} ${rows.nowrap}`}>
              {client.lastContactAt ? format.brief(client.lastContactAt) : t('clients.never')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
