import { IconPaperclip } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './composer.module.css'

/** Files may be dropped on the composer. `onFiles` null: not now. */
export function DropZone({
  onFiles,
  children,
}: {
  onFiles: ((files: File[]) => void) | null
  children: ReactNode
}) {
  const { t } = useTranslation()
  const [over, setOver] = useState(false)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the button beside does the same.
    <div
      className={classes.zone}
      onDragOver={(event) => {
        if (!onFiles || !event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false)
        if (!onFiles || event.dataTransfer.files.length === 0) return
        event.preventDefault()
        onFiles([...event.dataTransfer.files])
      }}
    >
      {children}
      {over ? (
        <div className={classes.drop}>
          <IconPaperclip size={20} aria-hidden="true" /> {t('composer.dropHere')}
        </div>
      ) : null}
    </div>
  )
}
