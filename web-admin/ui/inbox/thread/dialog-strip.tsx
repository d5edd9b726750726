import { Button, Progress, Text } from '@mantine/core'
import { IconRobot } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ConversationView } from '../../../api/contract'
import { useMay } from '../../api/session'
import classes from './dialog-strip.module.css'

/** A script talks with the client: how far it is, and the way to take over. */
export function DialogStrip({
  conversation,
  onTake,
}: {
  conversation: ConversationView
  onTake: () => void
}) {
  const { t } = useTranslation()
  const mayTake = useMay('conversation.hand-over')
  const { dialog } = conversation
  if (!dialog) return null
  const { title, position, total } = dialog
  return (
    <div className={classes.strip} role="status">
      <IconRobot size={18} stroke={1.6} aria-hidden="true" className={classes.sign} />
      <div className={classes.words}>
        <span>
          <Text span fw={600} fz="sm">
            {title ? t('dialog.runsNamed', { name: title }) : t('dialog.runs')}
          </Text>
          {position && total ? `: ${t('dialog.progress', { position, total })}` : ''}
        </span>
        {position && total ? (
          <Progress
            value={(position / total) * 100}
            size={4}
            mt={5}
            color="pine"
            aria-label={t('dialog.progress', { position, total })}
          />
        ) : null}
      </div>
      {mayTake ? (
        <Button size="compact-sm" variant="filled" onClick={onTake} title={t('dialog.hint')}>
          {t('dialog.take')}
        </Button>
      ) : null}
    </div>
  )
}
