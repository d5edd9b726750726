import { Button, Group, NumberInput, Select, Stack, Switch, Text, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RoutingRuleView } from '../../../api/contract'
import { SideDrawer } from '../../parts/side-drawer'
import { ConditionEditor } from './condition-editor'
import { type Condition, isComplete, newConditions } from './routing'
import { TargetEditor } from './target-editor'

interface RuleDrawerProps {
  rule: RoutingRuleView | null
  isNew: boolean
  onClose: () => void
  onReady: (rule: RoutingRuleView) => void
  onDelete: (id: string) => void
}

const strategies = ['evenly', 'least-loaded', 'everybody'] as const

/** One rule; nothing is saved until the whole list is. */
export function RuleDrawer({ rule, isNew, ...rest }: RuleDrawerProps) {
  const { t } = useTranslation()
  return (
    <SideDrawer
      opened={rule !== null}
      onClose={rest.onClose}
      size={500}
      title={isNew ? t('routing.newRule') : t('routing.rule')}
    >
      {rule ? <Rule key={rule.id} rule={rule} isNew={isNew} {...rest} /> : null}
    </SideDrawer>
  )
}

function Rule({
  rule: before,
  isNew,
  onReady,
  onDelete,
}: Omit<RuleDrawerProps, 'rule' | 'onClose'> & { rule: RoutingRuleView }) {
  const { t } = useTranslation()
  const [rule, setRule] = useState(before)
  const set = (part: Partial<RoutingRuleView>) => setRule({ ...rule, ...part })
  const setCondition = (at: number, condition: Condition) =>
    set({ when: rule.when.map((each, index) => (index === at ? condition : each)) })
  return (
    <Stack>
      <TextInput
        label={t('routing.name')}
        maxLength={120}
        data-autofocus
        value={rule.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Switch
        label={t('routing.enabled')}
        checked={rule.enabled}
        onChange={(event) => set({ enabled: event.currentTarget.checked })}
      />
      <section aria-label={t('routing.when')}>
        <Text fw={600} fz="sm">
          {t('routing.when')}
        </Text>
        <Text c="dimmed" fz="sm" mb={8}>
          {t('routing.whenLead')}
        </Text>
        <Stack gap="sm">
          {rule.when.map((condition, index) => (
            <ConditionEditor
              // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity of their own.
              key={index}
              condition={condition}
              onChange={(next) => setCondition(index, next)}
              onRemove={() => set({ when: rule.when.filter((_, at) => at !== index) })}
            />
          ))}
          <Button
            variant="default"
            size="xs"
            w="fit-content"
            leftSection={<IconPlus size={14} />}
            onClick={() => set({ when: [...rule.when, newConditions.channel] })}
          >
            {t('routing.addCondition')}
          </Button>
        </Stack>
      </section>
      <TargetEditor target={rule.target} onChange={(target) => set({ target })} />
      <Select
        label={t('routing.strategy')}
        allowDeselect={false}
        data={strategies.map((value) => ({ value, label: t(`routing.strategies.${value}`) }))}
        value={rule.strategy}
        onChange={(value) => set({ strategy: strategies.find((each) => each === value) ?? 'evenly' })}
      />
      <Switch
        label={t('routing.ownerFirst')}
        description={t('routing.ownerFirstHint')}
        checked={rule.ownerFirst}
        onChange={(event) => set({ ownerFirst: event.currentTarget.checked })}
      />
      <NumberInput
        label={t('routing.passOn')}
        description={t('routing.passOnHint')}
        min={1}
        max={10_000}
        allowDecimal={false}
        value={rule.passOnAfter ?? ''}
        onChange={(value) => set({ passOnAfter: typeof value === 'number' ? value : null })}
      />
      <Group justify="space-between">
        <Button disabled={!isComplete(rule)} onClick={() => onReady({ ...rule, name: rule.name.trim() })}>
          {t('routing.ready')}
        </Button>
        {isNew ? null : (
          <Button variant="subtle" color="ember" onClick={() => onDelete(rule.id)}>
            {t('routing.delete')}
          </Button>
        )}
      </Group>
    </Stack>
  )
}
