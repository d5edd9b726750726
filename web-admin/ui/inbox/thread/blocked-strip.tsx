import { Button, Text } from '@mantine/core'
import { IconBan } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ConversationView } from '../../../api/contract'
import { useMay } from '../../api/session'
import classes from './dialog-strip.module.css'

/** Whom we do not hear, and the way back. */
export function BlockedStrip({
  conversation,
  onUnblock,
}: {
  conversation: ConversationView
  onUnblock: () => void
}) {
  const { t } = useTranslation()
  const may = useMay('contact.block')
  if (!conversation.blocked) return null
  return (
    <div className={classes.strip} role="status">
      <IconBan size={18} stroke={1.6} aria-hidden="true" className={classes.sign} />
      <div className={classes.words}>
        <Text span fw={600} fz="sm">
          {t(`inbox.blocked.${conversation.blocked}`)}
        </Text>
        <div>{t('thread.blockedHint')}</div>
      </div>
      {may ? (
        <Button size="compact-sm" variant="default" onClick={onUnblock}>
          {t('thread.unblock')}
        </Button>
      ) : null}
    </div>
  )
}
