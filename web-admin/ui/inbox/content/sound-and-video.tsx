import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StoredFile } from '../../../api/contract'
import { fileAddress } from '../../api/upload'
import classes from './content.module.css'
import { DocumentView } from './document-view'
import { FileTrouble } from './file-trouble'

function length(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, '0')}`
}

export function VoiceView({ file, duration }: { file: StoredFile; duration?: number }) {
  const { t } = useTranslation()
  const [failed, setFailed] = useState(false)
  if (failed) return <FileTrouble onRetry={() => setFailed(false)} />
  return (
    <span className={classes.voice}>
      {/* biome-ignore lint/a11y/useMediaCaption: a client's voice has no captions. */}
      <audio
        controls
        preload="none"
        src={fileAddress(file.fileId)}
        aria-label={t('content.voice')}
        onError={() => setFailed(true)}
      />
      {duration ? <span className={classes.small}>{length(duration)}</span> : null}
    </span>
  )
}

export function VideoView({ file }: { file: StoredFile }) {
  const { t } = useTranslation()
  const [failed, setFailed] = useState(false)
  if (failed) return <DocumentView file={file} />
  return (
    // biome-ignore lint/a11y/useMediaCaption: a client's video has no captions.
    <video
      className={classes.video}
      controls
      preload="metadata"
      playsInline
      src={fileAddress(file.fileId)}
      aria-label={t('content.video')}
      onError={() => setFailed(true)}
    />
  )
}
