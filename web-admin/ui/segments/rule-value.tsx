import { MultiSelect, NumberInput, TagsInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { CompanyRow, Page, SegmentFieldView } from '../../api/contract'
import { api } from '../api/client'
import { useStaff } from '../api/reference'
import { useAgents } from '../clients/clients'
import type { DraftRule } from './segment-draft'
import { useSegmentWords } from './use-segment-words'

interface RuleValueProps {
  rule: DraftRule
  field: SegmentFieldView
  onChange: (value: string[]) => void
}

/** The value of a rule, by the kind of its field. */
export function RuleValue({ rule, field, onChange }: RuleValueProps) {
  const { t } = useTranslation()
  const words = useSegmentWords()
  const label = t('segments.value')
  const [first = ''] = rule.value
  if (rule.operator.endsWith('-days') || field.kind === 'number' || field.kind === 'money') {
    const suffix = rule.operator.endsWith('-days')
      ? t('segments.days')
      : field.kind === 'money'
        ? t('clients.roubles')
        : ''
    return (
      <NumberInput
        aria-label={label}
        min={0}
        decimalScale={rule.operator.endsWith('-days') ? 0 : 2}
        suffix={suffix}
        value={first}
        onChange={(value) => onChange(value === '' ? [] : [String(value)])}
      />
    )
  }
  if (field.kind === 'moment' || field.kind === 'day') {
    return (
      <TextInput
        type="date"
        aria-label={label}
        value={first}
        onChange={(event) => onChange([event.currentTarget.value])}
      />
    )
  }
  if (field.kind === 'choice') {
    return (
      <MultiSelect
        aria-label={label}
        data={(field.options ?? []).map((value) => ({ value, label: words.option(field, value) }))}
        value={rule.value}
        onChange={onChange}
      />
    )
  }
  if (field.kind === 'person') return <People field={field} value={rule.value} onChange={onChange} />
  if (rule.operator === 'begins') {
    return (
      <TextInput
        aria-label={label}
        maxLength={200}
        value={first}
        onChange={(event) => onChange([event.currentTarget.value])}
      />
    )
  }
  return (
    <TagsInput
      aria-label={label}
      placeholder={rule.value.length === 0 ? t('segments.valueHint') : ''}
      acceptValueOnBlur
      value={rule.value}
      onChange={onChange}
    />
  )
}

function People({
  field,
  value,
  onChange,
}: {
  field: SegmentFieldView
  value: string[]
  onChange: (value: string[]) => void
}) {
  const { t } = useTranslation()
  const staff = useStaff()
  const agents = useAgents()
  const companies = useQuery({
    queryKey: ['companies', 'names'],
    enabled: field.of === 'companies',
    queryFn: ({ signal }) => api.get<Page<CompanyRow>>('/companies', { limit: 100 }, signal),
  })
  const people =
    field.of === 'staff'
      ? [{ id: 'me', name: t('segments.me') }, ...staff]
      : field.of === 'clients'
        ? agents
        : (companies.data?.items ?? [])
  return (
    <MultiSelect
      aria-label={t('segments.value')}
      searchable
      data={people.map((each) => ({ value: each.id, label: each.name }))}
      value={value}
      onChange={onChange}
    />
  )
}
