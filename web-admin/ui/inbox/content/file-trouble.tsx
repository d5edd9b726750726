import { Button } from '@mantine/core'
import { IconPhotoOff } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { refusalOfFile } from '../../api/upload'
import classes from './content.module.css'

/** Refusals that another try does not change. */
const final = new Set(['file-infected', 'file-removed', 'file-unavailable'])

/** A file that is not there (yet), or is closed for a reason: the messenger may still be handing it over. */
export function FileTrouble({ fileId, onRetry }: { fileId?: string; onRetry: () => void }) {
  const { t } = useTranslation()
  const [why, setWhy] = useState<string | null>(null)
  useEffect(() => {
    if (!fileId) return
    let gone = false
    void refusalOfFile(fileId).then((refusal) => {
      if (!gone && refusal && final.has(refusal.code)) setWhy(refusal.message)
    })
    return () => {
      gone = true
    }
  }, [fileId])
  return (
    <span className={classes.trouble}>
      <IconPhotoOff size={20} aria-hidden="true" />
      <span>{why ?? t('content.fileFailed')}</span>
      {why ? null : (
        <Button size="compact-xs" variant="default" onClick={onRetry}>
          {t('content.tryAgain')}
        </Button>
      )}
    </span>
  )
}
