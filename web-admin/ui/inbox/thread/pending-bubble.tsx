import { Button, Group } from '@mantine/core'
import { IconAlertCircle, IconClock, IconPaperclip } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { RichText } from '../content/rich-text'
import { dropPending, type Pending, sendAgain } from '../outbox'
import classes from './bubble.module.css'

/** A reply that the server has not confirmed yet. */
export function PendingBubble({ row }: { row: Pending }) {
  const { t } = useTranslation()
  return (
    <article className={classes.row} data-direction="out" aria-label={t('delivery.state.sending')}>
      <div className={classes.bubble}>
        {row.text ? <RichText text={row.text} /> : null}
        {row.files.map((file) => (
          <div key={file.fileId}>
            <IconPaperclip size={14} aria-hidden="true" /> {file.name}
          </div>
        ))}
        <div className={classes.foot}>
          {row.failure ? (
            <IconAlertCircle size={14} className={classes.tick} data-state="failed" aria-hidden="true" />
          ) : (
            <IconClock size={14} aria-label={t('delivery.state.sending')} />
          )}
        </div>
        {row.failure ? (
          <div className={classes.trouble} role="alert">
            <span>{row.failure}</span>
            <Group gap={6}>
              <Button size="compact-xs" variant="default" onClick={() => sendAgain(row)}>
                {t('delivery.resend')}
              </Button>
              <Button size="compact-xs" variant="subtle" color="gray" onClick={() => dropPending(row)}>
                {t('delivery.drop')}
              </Button>
            </Group>
          </div>
        ) : null}
      </div>
    </article>
  )
}
