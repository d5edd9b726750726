import { useWindowEvent } from '@mantine/hooks'
import { IconPaperclip } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './composer.module.css'

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

/**
 * Takes files dropped anywhere in the window: the composer is a small target, and what misses it the browser would open
 * in place of the panel. `onFiles` null: not now.
 */
export function DropZone({
  onFiles,
  children,
}: {
  onFiles: ((files: File[]) => void) | null
  children: ReactNode
}) {
  const { t } = useTranslation()
  const [over, setOver] = useState(false)
  useWindowEvent('dragover', (event) => {
    if (!carriesFiles(event)) return
    event.preventDefault()
    if (event.dataTransfer) event.dataTransfer.dropEffect = onFiles ? 'copy' : 'none'
    setOver(onFiles !== null)
  })
  useWindowEvent('dragleave', (event) => {
    if (event.relatedTarget === null) setOver(false)
  })
  useWindowEvent('drop', (event) => {
    setOver(false)
    // A field that took the files itself (a photo, a form) has said so.
    if (event.defaultPrevented || !carriesFiles(event)) return
    event.preventDefault()
    onFiles?.([...(event.dataTransfer?.files ?? [])])
  })
  return (
    <div className={classes.zone}>
      {children}
      {over ? (
        <div className={classes.drop}>
          <IconPaperclip size={20} aria-hidden="true" /> {t('composer.dropHere')}
        </div>
      ) : null}
    </div>
  )
}
