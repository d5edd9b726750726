import { CloseButton } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { MessageView } from '../../../api/contract'
import { summaryOf } from '../content/summary'
import classes from './composer.module.css'

export function AnsweringLine({
  answering,
  onCancel,
}: {
  answering: MessageView | null
  onCancel: () => void
}) {
  const { t } = useTranslation()
  if (!answering) return null
  return (
    <div className={classes.answering}>
      <IconArrowBackUp size={16} aria-hidden="true" />
      <span>{t('composer.answering', { text: summaryOf(answering.content, t) })}</span>
      <CloseButton size="sm" aria-label={t('composer.cancelAnswer')} onClick={onCancel} />
    </div>
  )
}
