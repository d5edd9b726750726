import { Button, Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { StaffView } from '../../../api/contract'
import { Panel } from '../panel'
import { PresenceBadge } from '../team/presence-badge'
import { useSaveProfile } from './use-save-profile'

const lengths = [
  ['profile.minutes15', 15],
  ['profile.minutes30', 30],
  ['profile.hour', 60],
] as const

/** "I am away for half an hour" in one press. */
export function BreakPanel({ me }: { me: StaffView }) {
  const { t } = useTranslation()
  const { save, busy } = useSaveProfile()
  const onBreak = me.breakUntil !== null && new Date(me.breakUntil) > new Date()
  const breakFor = (minutes: number) =>
    void save({ breakUntil: new Date(Date.now() + minutes * 60_000).toISOString() })
  return (
    <Panel title={t('profile.presence')} lead={t('profile.presenceLead')}>
      {me.presence ? (
        <Group mb="md">
          <PresenceBadge presence={me.presence} />
        </Group>
      ) : null}
      <Group gap="xs">
        {onBreak ? (
          <Button loading={busy} onClick={() => void save({ breakUntil: null })}>
            {t('profile.backNow')}
          </Button>
        ) : (
          lengths.map(([name, minutes]) => (
            <Button key={name} variant="default" loading={busy} onClick={() => breakFor(minutes)}>
              {t(name)}
            </Button>
          ))
        )}
      </Group>
    </Panel>
  )
}
