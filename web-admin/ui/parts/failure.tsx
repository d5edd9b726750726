import { Button } from '@mantine/core'
import { IconCloudOff, IconMoodSad } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error'
import { errorText } from '../format/error-text'
import { Nothing } from './nothing'

/** A list or card that could not be fetched: says why and offers another try. */
export function Failure({
  error,
  onRetry,
  compact,
}: {
  error: unknown
  onRetry: () => void
  compact?: boolean
}) {
  const { t } = useTranslation()
  const offline = error instanceof ApiError && error.offline
  return (
    <Nothing
      icon={offline ? IconCloudOff : IconMoodSad}
      title={t('error.title')}
      advice={errorText(error)}
      compact={compact}
      role="alert"
    >
      <Button variant="default" onClick={onRetry}>
        {t('common.retry')}
      </Button>
    </Nothing>
  )
}
