import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toastDone, toastError } from '../parts/toast'
import { inquiryCommands } from './inquiries'

/** "Make it a deal": pressed twice, it is one deal all the same (the server sees to it). */
export function useConvert() {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const convert = (inquiryId: string) => {
    setBusy(true)
    inquiryCommands
      .convert(inquiryId)
      .then((deal) => toastDone(t('card.converted', { number: deal.number })))
      .catch(toastError)
      .finally(() => setBusy(false))
  }
  return { convert, busy }
}
