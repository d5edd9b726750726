import { CloseButton, Progress } from '@mantine/core'
import { IconAlertCircle, IconFile } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../format/use-format'
import classes from './composer.module.css'
import type { Attachments } from './use-attachments'

export function AttachmentList({ attachments }: { attachments: Attachments }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (attachments.files.length === 0) return null
  return (
    <ul className={classes.files}>
      {attachments.files.map((file) => (
        <li key={file.key} className={classes.file} data-failed={file.failure ? true : undefined}>
          {file.failure ? (
            <IconAlertCircle size={18} aria-hidden="true" />
          ) : (
            <IconFile size={18} aria-hidden="true" />
          )}
          <span className={classes.fileName}>
            <span title={file.name}>{file.name}</span>
            {file.failure ? (
              <span role="alert">{file.failure}</span>
            ) : file.stored ? (
              <span>{format.size(file.size)}</span>
            ) : (
              <Progress
                value={file.progress * 100}
                size={4}
                mt={4}
                aria-label={t('composer.uploading', {
                  name: file.name,
                  percent: Math.round(file.progress * 100),
                })}
              />
            )}
          </span>
          <CloseButton
            size="sm"
            aria-label={t('composer.removeFile', { name: file.name })}
            onClick={() => attachments.remove(file.key)}
          />
        </li>
      ))}
    </ul>
  )
}
