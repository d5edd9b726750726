import { useTranslation } from 'react-i18next'
import { ru } from '../locales/ru'

type Field = keyof typeof ru.deal.field
const known = (name: string): name is Field => name in ru.deal.field

/** Names of deal fields in words, from the field paths of a refusal. */
export function useFieldNames(): (fields: Record<string, string>) => string {
  const { t } = useTranslation()
  return (fields) =>
    Object.keys(fields)
      .map((name) => (known(name) ? t(`deal.field.${name}`) : name))
      .join(', ')
}
