import { Alert } from '@mantine/core'
import { IconUserEdit } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../format/error-text'

/** Over a form whose card somebody saved meanwhile: who and when, and what became of what was typed. */
export function OutdatedNotice({ error }: { error: unknown }) {
  const { t } = useTranslation()
  if (!error) return null
  return (
    <Alert color="honey" icon={<IconUserEdit size={18} />} role="alert" title={errorText(error)}>
      {t('common.rebased')}
    </Alert>
  )
}
