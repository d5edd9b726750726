import { IconDownload, IconFile, IconFileTypePdf, IconFileZip, IconPhoto } from '@tabler/icons-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { StoredFile } from '../../../api/contract'
import { fileAddress, refusalOfFile } from '../../api/upload'
import { useFormat } from '../../format/use-format'
import { toastError } from '../../parts/toast'
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
  const checked = useRef(false)
  return (
    <a
      className={classes.document}
      href={fileAddress(file.fileId, true)}
      download={file.name}
      onClick={(event) => {
        // An infected file or one whose time is over says why, instead of a download that fails.
        if (checked.current) return
        event.preventDefault()
        const link = event.currentTarget
        void refusalOfFile(file.fileId).then((refusal) => {
          if (refusal) return toastError(refusal)
          checked.current = true
          link.click()
        })
      }}
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
