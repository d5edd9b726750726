import { NumberInput, Select, Switch, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ClientFieldView } from '../../api/contract'

export type CustomValues = Record<string, string | number | boolean | null>

interface CustomInputsProps {
  fields: readonly ClientFieldView[]
  values: CustomValues
  errors: Record<string, unknown>
  onChange: (values: CustomValues) => void
}

/** The company's own fields, each by its type. */
export function CustomInputs({ fields, values, errors, onChange }: CustomInputsProps) {
  return fields.map((field) => (
    <CustomInput
      key={field.key}
      field={field}
      value={values[field.key] ?? null}
      error={errors[`custom.${field.key}`] as string | undefined}
      onChange={(value) => onChange({ ...values, [field.key]: value })}
    />
  ))
}

interface CustomInputProps {
  field: ClientFieldView
  value: string | number | boolean | null
  error: string | undefined
  onChange: (value: string | number | boolean | null) => void
}

function CustomInput({ field, value, error, onChange }: CustomInputProps) {
  const { t } = useTranslation()
  const common = { label: field.label, error, withAsterisk: field.required }
  switch (field.type) {
    case 'flag':
      return (
        <Switch
          label={field.label}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      )
    case 'choice':
      return (
        <Select
          {...common}
          clearable
          data={field.options}
          value={(value as string) ?? null}
          onChange={onChange}
        />
      )
    case 'number':
    case 'money':
      return (
        <NumberInput
          {...common}
          value={(value as number | null) ?? ''}
          onChange={(next) => onChange(next === '' ? null : Number(next))}
          {...(field.type === 'money'
            ? {
                min: 0,
                decimalScale: 2,
                thousandSeparator: ' ',
                decimalSeparator: ',',
                suffix: t('clients.roubles'),
              }
            : {})}
        />
      )
    case 'date':
      return (
        <TextInput
          {...common}
          type="date"
          value={(value as string) ?? ''}
          onChange={(event) => onChange(event.currentTarget.value || null)}
        />
      )
    default:
      return (
        <TextInput
          {...common}
          maxLength={2000}
          value={(value as string) ?? ''}
          onChange={(event) => onChange(event.currentTarget.value || null)}
        />
      )
  }
}
