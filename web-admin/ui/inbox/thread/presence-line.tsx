import { IconEye, IconMessageDots, IconPencil } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './presence-line.module.css'

interface PresenceProps {
  viewers: readonly { id: string; name: string }[]
  typing: readonly { id: string; name: string }[]
  clientWrites: boolean
}

/** Colleagues who look at this conversation or are writing here, so that two do not answer at once. */
export function Presence({ viewers, typing, clientWrites }: PresenceProps) {
  const { t } = useTranslation()
  if (viewers.length === 0 && typing.length === 0 && !clientWrites) return null
  const writer = typing[0]
  return (
    <div className={classes.line} role="status">
      {clientWrites ? (
        <>
          <IconMessageDots size={14} aria-hidden="true" />
          {t('thread.clientTyping')}
        </>
      ) : null}
      {writer || viewers.length > 0 ? (
        <>
          {writer ? <IconPencil size={14} aria-hidden="true" /> : <IconEye size={14} aria-hidden="true" />}
          {writer
            ? t('thread.typing', { name: writer.name })
            : t('thread.viewers', { names: viewers.map((viewer) => viewer.name).join(', ') })}
        </>
      ) : null}
    </div>
  )
}
