import { Button } from '@mantine/core'
import { IconCompass } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Nothing } from '../parts/nothing'

export function PageMissing() {
  const { t } = useTranslation()
  return (
    <Nothing icon={IconCompass} title={t('error.notFound')} advice={t('error.notFoundAdvice')}>
      <Button component={Link} to="/inbox">
        {t('error.toInbox')}
      </Button>
    </Nothing>
  )
}
