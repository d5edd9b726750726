import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { StaffPresence } from '../../../api/contract'
import { useFormat } from '../../format/use-format'

const colors = { there: 'pine', break: 'yellow', vacation: 'blue', 'off-hours': 'gray' } as const

/** Whether a person is at work, and until when they are not. */
export function PresenceBadge({ presence }: { presence: StaffPresence }) {
  const { t } = useTranslation()
  const format = useFormat()
  const back = presence.backAt ? `, ${t('team.back', { time: format.moment(presence.backAt) })}` : ''
  return (
    <Badge color={colors[presence.state]} title={t(`team.presence.${presence.state}`) + back}>
      {t(`team.presence.${presence.state}`)}
      {presence.state === 'break' || presence.state === 'vacation' ? back : ''}
    </Badge>
  )
}
