import { IconEye, IconPencil } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './presence-line.module.css'

interface PresenceProps {
  viewers: readonly { id: string; name: string }[]
  typing: readonly { id: string; name: string }[]
}

/** Colleagues who look at this conversation or are writing here, so that two do not answer at once. */
export function Presence({ viewers, typing }: PresenceProps) {
  const { t } = useTranslation()
  if (viewers.length === 0 && typing.length === 0) return null
  const writer = typing[0]
  return (
    <div className={classes.line} role="status">
      {writer ? <IconPencil size={14} aria-hidden="true" /> : <IconEye size={14} aria-hidden="true" />}
      {writer
        ? t('thread.typing', { name: writer.name })
        : t('thread.viewers', { names: viewers.map((viewer) => viewer.name).join(', ') })}
    </div>
  )
}
