import { IconAlertCircle, IconHandClick } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Content } from '../../../api/contract'
import { ChoicesView } from './choices-view'
import { ContactView } from './contact-view'
import classes from './content.module.css'
import { DocumentView } from './document-view'
import { ImageView } from './image-view'
import { LocationView } from './location-view'
import { RichText } from './rich-text'
import { VideoView, VoiceView } from './sound-and-video'

/** One message content. Whatever a client sends is text or a file behind our own address, never markup. */
export function ContentView({ content }: { content: Content }) {
  const { t } = useTranslation()
  switch (content.type) {
    case 'text':
      return <RichText text={content.text} />
    case 'image':
      return <WithCaption caption={content.caption} media={<ImageView file={content.file} />} />
    case 'album':
      return (
        <WithCaption
          caption={content.caption}
          media={
            <div className={classes.album} data-count={Math.min(content.files.length, 4)}>
              {content.files.map((file) =>
                file.mimeType.startsWith('image/') ? (
                  <ImageView key={file.fileId} file={file} tile />
                ) : (
                  <VideoView key={file.fileId} file={file} />
                ),
              )}
            </div>
          }
        />
      )
    case 'document':
      return <WithCaption caption={content.caption} media={<DocumentView file={content.file} />} />
    case 'voice':
      return (
        <WithCaption
          caption={content.caption}
          media={<VoiceView file={content.file} duration={content.duration} />}
        />
      )
    case 'video':
      return <WithCaption caption={content.caption} media={<VideoView file={content.file} />} />
    case 'sticker':
      return content.file?.mimeType.startsWith('image/') ? (
        <ImageView file={content.file} sticker={content.emoji ?? t('content.sticker')} />
      ) : (
        <span className={classes.emoji} role="img" aria-label={t('content.sticker')}>
          {content.emoji ?? '🙂'}
        </span>
      )
    case 'location':
      return <LocationView latitude={content.latitude} longitude={content.longitude} title={content.title} />
    case 'contact':
      return <ContactView name={content.name} phone={content.phone} own={content.own} />
    case 'choices':
    case 'template':
      return <ChoicesView content={content} />
    case 'choice':
      return (
        <span className={classes.pressed}>
          <IconHandClick size={15} aria-hidden="true" />
          <span className="ot-said">{t('content.pressed')}: </span>
          {content.label}
        </span>
      )
    case 'unsupported':
      return (
        <span className={classes.unsupported}>
          <IconAlertCircle size={16} aria-hidden="true" />
          {t('content.unsupported', { kind: content.kind })}
        </span>
      )
  }
}

function WithCaption({ media, caption }: { media: React.ReactNode; caption: string | undefined }) {
  return (
    <>
      {media}
      {caption ? (
        <div className={classes.caption}>
          <RichText text={caption} />
        </div>
      ) : null}
    </>
  )
}
