import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../api/session'
import { type Format, makeFormat } from './format'

/** Formats for the signed-in person: their language, the company's zone. */
export function useFormat(): Format {
  const { i18n } = useTranslation()
  const { company } = useSession()
  return useMemo(
    () => makeFormat(i18n.language, company.zone, () => new Date()),
    [i18n.language, company.zone],
  )
}

export function useZone(): string {
  return useSession().company.zone
}
