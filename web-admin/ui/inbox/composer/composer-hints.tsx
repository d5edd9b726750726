import { useTranslation } from 'react-i18next'
import type { ConversationView } from '../../../api/contract'
import { useMay } from '../../api/session'
import { useWindowClosed } from '../../templates/window-closed'
import classes from './composer.module.css'

interface ComposerHintsProps {
  conversation: ConversationView
  trouble: string
  /** A long text goes as several messages: nothing stands in its way. */
  split: string
  enterSends: boolean
}

/** The line beside the send button: what stands in the way first, else what the keys do. */
export function ComposerHints({ conversation, trouble, split, enterSends }: ComposerHintsProps) {
  const { t } = useTranslation()
  const mayReply = useMay('message.send')
  const closed = useWindowClosed(conversation)
  if (trouble) {
    return (
      <span className={classes.trouble} role="alert">
        {trouble}
      </span>
    )
  }
  // The strip above the conversation says it.
  if (conversation.blocked) return <span className={classes.hint} />
  if (!conversation.reachable) return <span className={classes.hint}>{t('composer.unreachable')}</span>
  if (!mayReply) return <span className={classes.hint}>{t('composer.noRight')}</span>
  if (closed) return <span className={classes.hint} />
  if (split)
    return (
      <span className={classes.hint} role="status">
        {split}
      </span>
    )
  if (conversation.status === 'closed')
    return <span className={classes.hint}>{t('composer.closedHint')}</span>
  if (conversation.dialog) return <span className={classes.hint}>{t('dialog.hint')}</span>
  return (
    <span className={classes.hint} data-keys>
      {enterSends ? t('composer.hint') : t('composer.hintCtrl')}
    </span>
  )
}
