import { Box, Skeleton, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'

export function PageLoading() {
  const { t } = useTranslation()
  return (
    <Box p="xl" aria-busy="true" aria-label={t('app.loading')}>
      <Stack gap="lg" maw={900}>
        <Skeleton h={28} w={220} />
        <Skeleton h={40} />
        <Skeleton h={40} />
        <Skeleton h={40} w="80%" />
      </Stack>
    </Box>
  )
}
