import { Modal, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StoredFile } from '../../../api/contract'
import { fileAddress, thumbnailAddress } from '../../api/upload'
import classes from './content.module.css'
import { DocumentView } from './document-view'
import { FileTrouble } from './file-trouble'

const shown = /^image\/(png|jpe?g|gif|webp|avif|bmp)$/

interface ImageViewProps {
  file: StoredFile
  tile?: boolean
  /** What a sticker shows, in words. */
  sticker?: string
}

/** A picture; a press shows it whole. Formats that can carry script (SVG) are offered as a file only. */
export function ImageView({ file, tile = false, sticker }: ImageViewProps) {
  const { t } = useTranslation()
  const [opened, { open, close }] = useDisclosure(false)
  const [tries, setTries] = useState(0)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    // The file may still be on its way from the messenger: three quiet tries before a person is asked.
    if (!failed || tries >= 3) return
    const timer = setTimeout(
      () => {
        setFailed(false)
        setTries((count) => count + 1)
      },
      2_000 * (tries + 1),
    )
    return () => clearTimeout(timer)
  }, [failed, tries])
  if (!shown.test(file.mimeType)) return <DocumentView file={file} />
  const source = fileAddress(file.fileId)
  // A moving picture moves only as it is; the first try of any other is its small form.
  const small = file.mimeType === 'image/gif' || tries > 0 ? source : thumbnailAddress(file.fileId)
  if (failed) {
    return (
      <FileTrouble
        fileId={file.fileId}
        onRetry={() => {
          setFailed(false)
          setTries((count) => count + 1)
        }}
      />
    )
  }
  if (sticker !== undefined) {
    return (
      <img
        className={classes.sticker}
        src={source}
        alt={sticker}
        loading="lazy"
        onError={() => setFailed(true)}
      />
    )
  }
  return (
    <>
      <UnstyledButton
        className={classes.picture}
        data-tile={tile || undefined}
        onClick={open}
        aria-label={t('content.openImage', { name: file.name })}
      >
        <img
          src={small}
          alt={t('content.image', { name: file.name })}
          loading="lazy"
          onError={() => setFailed(true)}
        />
      </UnstyledButton>
      <Modal
        opened={opened}
        onClose={close}
        size="auto"
        title={file.name}
        classNames={{ body: classes.whole }}
      >
        <img className={classes.full} src={source} alt={t('content.image', { name: file.name })} />
        <DocumentView file={file} />
      </Modal>
    </>
  )
}
