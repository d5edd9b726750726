import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconClockPause } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { MomentModal } from '../../parts/moment-modal'
import { useSnoozeTimes } from '../use-snooze-times'

export function SnoozeMenu({ onSnooze }: { onSnooze: (until: Date) => void }) {
  const { t } = useTranslation()
  const [picking, { open, close }] = useDisclosure(false)
  const times = useSnoozeTimes()
  return (
    <>
      <Menu width={240}>
        <Tooltip label={t('thread.snooze')}>
          <Menu.Target>
            <ActionIcon aria-label={t('thread.snooze')}>
              <IconClockPause size={19} />
            </ActionIcon>
          </Menu.Target>
        </Tooltip>
        <Menu.Dropdown>
          <Menu.Label>{t('thread.snooze')}</Menu.Label>
          {times.map((time) => (
            <Menu.Item key={time.label} onClick={() => onSnooze(time.at())}>
              {time.label}
            </Menu.Item>
          ))}
          <Menu.Item onClick={open}>{t('thread.snoozePick')}…</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <MomentModal
        opened={picking}
        title={t('thread.snoozeUntil')}
        submit={t('thread.snooze')}
        onClose={close}
        onPick={onSnooze}
      />
    </>
  )
}
