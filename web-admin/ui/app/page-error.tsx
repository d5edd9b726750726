import { Button } from '@mantine/core'
import { IconMoodSad } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error'
import { errorText } from '../format/error-text'
import { Nothing } from '../parts/nothing'

/** After an update of the server the old pages are gone: a failed import means "reload", not "broken". */
const isOldPage = (error: unknown) => error instanceof TypeError && /import|module|fetch/i.test(error.message)

export function PageError({ error }: { error: unknown }) {
  const { t } = useTranslation()
  const old = isOldPage(error)
  const title = old ? t('app.newVersion') : t('error.page')
  const advice = old ? '' : error instanceof ApiError ? errorText(error) : t('error.pageAdvice')
  return (
    <Nothing icon={IconMoodSad} title={title} advice={advice} role="alert">
      <Button onClick={() => window.location.reload()}>{t('app.reload')}</Button>
    </Nothing>
  )
}
