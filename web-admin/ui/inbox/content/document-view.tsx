import { IconDownload, IconFile, IconFileTypePdf, IconFileZip, IconPhoto } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { StoredFile } from '../../../api/contract'
import { fileAddress } from '../../api/upload'
import { useFormat } from '../../format/use-format'
import classes from './content.module.css'

function signOf(mimeType: string) {
  if (mimeType === 'application/pdf') return IconFileTypePdf
  if (mimeType.startsWith('image/')) return IconPhoto
  return /zip|rar|7z|tar/.test(mimeType) ? IconFileZip : IconFile
}

/** A file to save: it never opens inside the panel. */
export function DocumentView({ file }: { file: StoredFile }) {
  const { t } = useTranslation()
  const format = useFormat()
  const Sign = signOf(file.mimeType)
  return (
    <a
      className={classes.document}
      href={fileAddress(file.fileId, true)}
      download={file.name}
      aria-label={t('content.download', { name: file.name })}
    >
      <span className={classes.documentSign} aria-hidden="true">
        <Sign size={22} stroke={1.5} />
      </span>
      <span className={classes.documentName}>
        <span>{file.name}</span>
        <span className={classes.small}>
          {file.size > 0 ? format.size(file.size) : t('content.filePending')}
        </span>
      </span>
      <IconDownload size={17} aria-hidden="true" />
    </a>
  )
}
