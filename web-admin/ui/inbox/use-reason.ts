import { useTranslation } from 'react-i18next'
import { ru } from '../locales/ru'

type Code = keyof typeof ru.delivery.reason
const known = (code: string): code is Code => code in ru.delivery.reason

/** A send reason in words: ours where the code is known, with the platform's own text beside it. */
export function useReason() {
  const { t } = useTranslation()
  return (reason: { code: string; text?: string } | null): string => {
    if (!reason) return ''
    const ours = known(reason.code) ? t(`delivery.reason.${reason.code}`) : ''
    const said = reason.text ?? ''
    const theirs = known(said) ? t(`delivery.reason.${said}`) : said
    if (ours && theirs) return `${ours} («${theirs}»)`
    return ours || theirs || reason.code
  }
}
