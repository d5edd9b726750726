import { IconAlertTriangle } from '@tabler/icons-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../api/session'
import { useMessages } from '../message-store'
import classes from './composer.module.css'

/** A colleague has answered while I was writing: better read it before I send mine. */
export function ColleagueAnswered({ conversationId, writing }: { conversationId: string; writing: boolean }) {
  const { t } = useTranslation()
  const { me } = useSession()
  const { messages } = useMessages(conversationId)
  // The last message when the writing began: places in the conversation do not depend on anybody's clock.
  const begun = useRef<number | null>(null)
  if (!writing) begun.current = null
  else begun.current ??= messages.at(-1)?.seq ?? null
  const since = begun.current
  const other =
    since !== null
      ? messages.findLast(
          (message) =>
            message.direction === 'out' &&
            message.author.kind === 'staff' &&
            message.author.id !== me.id &&
            message.seq > since,
        )
      : undefined
  if (!other) return null
  return (
    <div className={classes.collision} role="alert">
      <IconAlertTriangle size={15} aria-hidden="true" />
      {t('composer.colleagueAnswered', { name: other.author.name })}
    </div>
  )
}
