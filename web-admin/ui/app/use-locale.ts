import { useTranslation } from 'react-i18next'
import type { Locale } from '../../api/contract'
import { saveLocale } from '../api/session'
import { currentLocale, switchLocale } from '../locales/i18n'
import { toastError } from '../parts/toast'

/** The language of the signed-in person: switched here at once, remembered by the server. */
export function useLocale() {
  useTranslation()
  return {
    locale: currentLocale(),
    choose: (locale: Locale) => {
      switchLocale(locale)
        .then(() => saveLocale(locale))
        .catch(toastError)
    },
  }
}
