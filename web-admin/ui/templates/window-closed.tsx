import { Button } from '@mantine/core'
import { IconTemplate } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConversationView } from '../../api/contract'
import { useFormat } from '../format/use-format'
import { useMinute } from '../format/use-now'
import { TemplatePicker } from './template-picker'
import classes from './templates.module.css'

/** Whether the messenger takes no free text now; looks at the clock each minute, for a window closes by itself. */
export function useWindowClosed({ window }: Pick<ConversationView, 'window'>): boolean {
  useMinute()
  if (!window) return false
  return !window.open || (window.closesAt !== null && new Date(window.closesAt) <= new Date())
}

/** Stands where one would write: why it is not possible, and what is. */
export function WindowClosed({ conversation }: { conversation: ConversationView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [picking, setPicking] = useState(false)
  const closedAt = conversation.window?.closesAt
  return (
    <div className={classes.closed} role="note">
      <div className={classes.closedWords}>
        {closedAt ? t('templates.closedSince', { at: format.moment(closedAt) }) : t('templates.neverWrote')}
        <span>{t('templates.closedAdvice')}</span>
      </div>
      <Button leftSection={<IconTemplate size={17} />} onClick={() => setPicking(true)}>
        {t('templates.choose')}
      </Button>
      <TemplatePicker conversation={conversation} opened={picking} onClose={() => setPicking(false)} />
    </div>
  )
}
