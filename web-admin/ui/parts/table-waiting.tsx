import { Skeleton, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'

export function TableWaiting() {
  const { t } = useTranslation()
  return (
    <Stack gap="xs" aria-busy="true" aria-label={t('app.loading')}>
      {[0, 1, 2, 3, 4, 5, 6].map((each) => (
        <Skeleton key={each} h={52} radius="md" />
      ))}
    </Stack>
  )
}
