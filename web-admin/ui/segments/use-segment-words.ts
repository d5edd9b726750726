import { useTranslation } from 'react-i18next'
import type { SegmentFieldView } from '../../api/contract'

/** Names of fields, operators and values as a person reads them. */
export function useSegmentWords() {
  const { t, i18n } = useTranslation()
  const options: Record<string, string> = {
    base: 'clients.base',
    state: 'clients.state',
    relation: 'clients.relation',
    kind: 'clients.kind',
    contact: 'clients.contactState',
    channel: 'channels',
  }
  return {
    field: ({ key, label }: Pick<SegmentFieldView, 'key' | 'label'>) =>
      label ?? t(`segments.field.${key}` as never),
    operator: (operator: string, kind: string) => {
      const own = `segments.operator.${operator}-${kind}`
      return i18n.exists(own) ? t(own as never) : t(`segments.operator.${operator}` as never)
    },
    option: ({ key }: Pick<SegmentFieldView, 'key'>, value: string) => {
      const group = options[key]
      return group && i18n.exists(`${group}.${value}`) ? t(`${group}.${value}` as never) : value
    },
  }
}
