import { Button } from '@mantine/core'
import { useDebouncedValue, useNetwork } from '@mantine/hooks'
import { IconCloudOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { reconnectNow, useLiveState } from '../api/live'
import classes from './connection-banner.module.css'
import { refreshAll } from './live-refresh'

/** Says that what is shown may be old; a blink of the connection under two seconds is not worth a word. */
export function ConnectionBanner() {
  const { t } = useTranslation()
  const { online } = useNetwork()
  const live = useLiveState()
  const [lost] = useDebouncedValue(live === 'lost', 2_000)
  if (online && !(lost && live === 'lost')) return null
  return (
    <div className={classes.banner} role="status">
      <IconCloudOff size={16} aria-hidden="true" />
      <span>{online ? t('connection.lost') : t('connection.offline')}</span>
      {online ? (
        <Button
          size="compact-xs"
          variant="white"
          onClick={() => {
            reconnectNow()
            refreshAll()
          }}
        >
          {t('connection.now')}
        </Button>
      ) : null}
    </div>
  )
}
