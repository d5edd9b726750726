import { Box, SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { SchemeChoice } from '../app/user-menu'
import { currentLocale, switchLocale } from '../locales/i18n'

/** Language and light or dark for somebody who has not signed in yet. */
export function GuestChoices() {
  const { t } = useTranslation()
  return (
    <Box display="flex" style={{ gap: 8, justifyContent: 'center' }}>
      <SegmentedControl
        size="xs"
        aria-label={t('app.language')}
        value={currentLocale()}
        onChange={(value) => void switchLocale(value === 'en' ? 'en' : 'ru')}
        data={[
          { value: 'ru', label: t('app.russian') },
          { value: 'en', label: t('app.english') },
        ]}
      />
      <Box w={120}>
        <SchemeChoice />
      </Box>
    </Box>
  )
}
