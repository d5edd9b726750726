import { useTranslation } from 'react-i18next'
import { useFormat } from '../format/use-format'
import { sourceName } from '../inquiries/source-name'
import { birthdayText } from './birthday'
import { useClientFields } from './client-fields'

type Plain = string | number | boolean | null

/** Names and values of the card's fields as people read them, the company's own ones too. */
export function useFieldWords() {
  const { t } = useTranslation()
  const format = useFormat()
  const own = useClientFields().data?.fields ?? []
  const named: Record<string, string> = {
    companyId: t('clients.field.companyName'),
    ownerId: t('clients.field.owner'),
    agentId: t('clients.field.agent'),
    photoFileId: t('clients.field.photo'),
  }
  const ownField = (field: string) => own.find(({ key }) => `custom.${key}` === field)
  return {
    name: (field: string) => named[field] ?? ownField(field)?.label ?? t(`clients.field.${field}` as never),
    value(field: string, value: Plain): string {
      if (value === null || value === '') return ''
      const declared = ownField(field)
      if (declared?.type === 'money') return format.money({ value: Number(value), currency: 'RUB' })
      if (declared?.type === 'date') return birthdayText(String(value))
      if (typeof value === 'boolean') return t(value ? 'clients.yes' : 'clients.no')
      if (field === 'birthday') return birthdayText(String(value))
      if (field === 'kind') return t(`clients.kind.${value}` as never)
      if (field === 'source') return sourceName(String(value), t)
      if (field === 'photoFileId') return t('clients.photo.has')
      if (field === 'consent') return t('clients.consentAt', { time: format.full(String(value)) })
      return String(value)
    },
  }
}
