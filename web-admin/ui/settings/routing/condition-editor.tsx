import { ActionIcon, Group, MultiSelect, NumberInput, Select, TagsInput, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useAccountNames, useSession } from '../../api/session'
import { type Condition, type ConditionKind, newConditions } from './routing'

interface ConditionEditorProps {
  condition: Condition
  onChange: (condition: Condition) => void
  onRemove: () => void
}

const kinds = Object.keys(newConditions) as ConditionKind[]
const channels = ['telegram', 'whatsapp', 'site', 'email', 'sms', 'form', 'phone', 'api'] as const
const compares = ['given', 'equal', 'contains', 'at-least', 'at-most'] as const
const owners = ['any', 'none', 'there', 'away'] as const

/** One condition: its kind, and what that kind asks. */
export function ConditionEditor({ condition, onChange, onRemove }: ConditionEditorProps) {
  const { t } = useTranslation()
  return (
    <Group align="start" gap={8} wrap="nowrap">
      <Select
        w={190}
        allowDeselect={false}
        aria-label={t('routing.when')}
        data={kinds.map((value) => ({ value, label: t(`routing.conditions.${value}`) }))}
        value={condition.kind}
        onChange={(value) => onChange(newConditions[kinds.find((kind) => kind === value) ?? 'channel'])}
      />
      <div style={{ flex: 1, minWidth: 0 }}>
        <Asked condition={condition} onChange={onChange} />
      </div>
      <ActionIcon size="lg" aria-label={t('routing.removeCondition')} onClick={onRemove}>
        <IconX size={16} />
      </ActionIcon>
    </Group>
  )
}

function Asked({ condition, onChange }: Omit<ConditionEditorProps, 'onRemove'>) {
  const { t } = useTranslation()
  const accounts = useSession().channels.map(({ accountId }) => accountId)
  const accountName = useAccountNames()
  const label = t(`routing.conditions.${condition.kind}`)
  switch (condition.kind) {
    case 'channel':
      return (
        <MultiSelect
          aria-label={label}
          data={channels.map((value) => ({ value, label: t(`channels.${value}`) }))}
          value={condition.channels}
          onChange={(values) =>
            onChange({ ...condition, channels: channels.filter((each) => values.includes(each)) })
          }
        />
      )
    case 'account':
      return (
        <MultiSelect
          aria-label={label}
          data={[...new Set([...accounts, ...condition.accountIds])].map((value) => ({
            value,
            label: accountName(value),
          }))}
          value={condition.accountIds}
          onChange={(accountIds) => onChange({ ...condition, accountIds })}
        />
      )
    case 'source':
      return (
        <TagsInput
          aria-label={label}
          placeholder={t('routing.words')}
          acceptValueOnBlur
          value={condition.sources}
          onChange={(sources) => onChange({ ...condition, sources })}
        />
      )
    case 'answer':
      return (
        <Group gap={6} wrap="wrap">
          <TextInput
            w={120}
            aria-label={t('routing.question')}
            placeholder={t('routing.question')}
            maxLength={60}
            value={condition.question}
            onChange={(event) => onChange({ ...condition, question: event.currentTarget.value })}
          />
          <Select
            w={120}
            allowDeselect={false}
            aria-label={label}
            data={compares.map((value) => ({ value, label: t(`routing.compare.${value}`) }))}
            value={condition.is}
            onChange={(value) =>
              onChange({ ...condition, is: compares.find((each) => each === value) ?? 'given' })
            }
          />
          {condition.is === 'given' ? null : (
            <TextInput
              w={120}
              aria-label={t('routing.value')}
              placeholder={t('routing.value')}
              maxLength={200}
              value={condition.value}
              onChange={(event) => onChange({ ...condition, value: event.currentTarget.value })}
            />
          )}
        </Group>
      )
    case 'hours':
      return (
        <Select
          allowDeselect={false}
          aria-label={label}
          data={[
            { value: 'open', label: t('routing.hours.open') },
            { value: 'closed', label: t('routing.hours.closed') },
          ]}
          value={condition.open ? 'open' : 'closed'}
          onChange={(value) => onChange({ ...condition, open: value === 'open' })}
        />
      )
    case 'load':
      return (
        <NumberInput
          aria-label={t('routing.loadBelow')}
          description={t('routing.loadBelow')}
          min={1}
          max={1000}
          allowDecimal={false}
          value={condition.below}
          onChange={(value) => onChange({ ...condition, below: typeof value === 'number' ? value : 1 })}
        />
      )
    case 'owner':
      return (
        <Select
          allowDeselect={false}
          aria-label={label}
          data={owners.map((value) => ({ value, label: t(`routing.owners.${value}`) }))}
          value={condition.is}
          onChange={(value) => onChange({ ...condition, is: owners.find((each) => each === value) ?? 'any' })}
        />
      )
  }
}
