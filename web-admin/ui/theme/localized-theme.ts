import { createTheme } from '@mantine/core'
import type { TFunction } from 'i18next'
import { theme } from './theme'

type Parts = Record<string, { defaultProps?: object } | undefined>

/** The theme with what components say by themselves (close, clear, show) and how they write numbers, in one language. */
export function localizedTheme(t: TFunction, locale: string) {
  const parts = (theme.components ?? {}) as Parts
  const close = { closeButtonProps: { 'aria-label': t('common.close') } }
  const clear = { clearButtonProps: { 'aria-label': t('common.clear') } }
  const spoken = createTheme({
    components: {
      Modal: { ...parts.Modal, defaultProps: { ...parts.Modal?.defaultProps, ...close } },
      Drawer: { ...parts.Drawer, defaultProps: { ...parts.Drawer?.defaultProps, ...close } },
      Notification: { defaultProps: close },
      Select: { ...parts.Select, defaultProps: { ...parts.Select?.defaultProps, ...clear } },
      DateInput: { defaultProps: clear },
      DatePickerInput: { defaultProps: clear },
      DateTimePicker: { defaultProps: clear },
      PasswordInput: {
        defaultProps: { visibilityToggleButtonProps: { 'aria-label': t('signIn.showPassword') } },
      },
      NumberInput: {
        defaultProps: {
          // People type both; what they see is their language's.
          allowedDecimalSeparators: ['.', ','],
          decimalSeparator: locale === 'en' ? '.' : ',',
          thousandSeparator: '\u00a0',
        },
      },
    },
  })
  return { ...theme, components: { ...theme.components, ...spoken.components } }
}
