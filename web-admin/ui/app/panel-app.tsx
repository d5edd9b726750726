import { MantineProvider } from '@mantine/core'
import { DatesProvider } from '@mantine/dates'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import 'dayjs/locale/ru'
import { queryClient } from '../api/query-client'
import { localizedTheme } from '../theme/localized-theme'
import { surfaces } from '../theme/theme'
import { router } from './router'

export function PanelApp() {
  const { t, i18n } = useTranslation()
  const theme = useMemo(() => localizedTheme(t, i18n.language), [t, i18n.language])
  return (
    <MantineProvider theme={theme} cssVariablesResolver={surfaces} defaultColorScheme="auto">
      <DatesProvider settings={{ locale: i18n.language, firstDayOfWeek: 1 }}>
        <QueryClientProvider client={queryClient}>
          <Notifications position="bottom-left" containerWidth={330} limit={3} autoClose={6000} />
          <RouterProvider router={router} />
        </QueryClientProvider>
      </DatesProvider>
    </MantineProvider>
  )
}
