import { Button } from '@mantine/core'
import { IconPhotoOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './content.module.css'

/** A file that is not there (yet): the messenger may still be handing it over. */
export function FileTrouble({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation()
  return (
    <span className={classes.trouble}>
      <IconPhotoOff size={20} aria-hidden="true" />
      <span>{t('content.fileFailed')}</span>
      <Button size="compact-xs" variant="default" onClick={onRetry}>
        {t('content.tryAgain')}
      </Button>
    </span>
  )
}
