import { ActionIcon, Button, Group, SegmentedControl, Select } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { SegmentFieldView } from '../../api/contract'
import { RuleValue } from './rule-value'
import { type DraftGroup, type DraftRule, isGroup, needsValue, newGroup, newRule } from './segment-draft'
import classes from './segment-rules.module.css'
import { useSegmentWords } from './use-segment-words'

interface SegmentRulesProps {
  group: DraftGroup
  fields: readonly SegmentFieldView[]
  onChange: (group: DraftGroup) => void
  onRemove?: () => void
  /** Groups within groups, three deep. */
  depth?: number
}

/** A group of rules: all must fit, or any; groups may stand in it. */
export function SegmentRules({ group, fields, onChange, onRemove, depth = 1 }: SegmentRulesProps) {
  const { t } = useTranslation()
  const put = (index: number, rule: DraftRule | DraftGroup | null) =>
    onChange({
      ...group,
      rules: group.rules.flatMap((each, at) => (at === index ? (rule ? [rule] : []) : [each])),
    })
  const add = (rule: DraftRule | DraftGroup) => onChange({ ...group, rules: [...group.rules, rule] })
  return (
    <fieldset className={classes.group} aria-label={t(`segments.match.${group.match}`)}>
      <Group justify="space-between">
        <SegmentedControl
          size="xs"
          aria-label={t('segments.match.label')}
          value={group.match}
          onChange={(match) => onChange({ ...group, match: match === 'any' ? 'any' : 'all' })}
          data={(['all', 'any'] as const).map((value) => ({ value, label: t(`segments.match.${value}`) }))}
        />
        {onRemove ? (
          <ActionIcon aria-label={t('segments.removeGroup')} onClick={onRemove}>
            <IconTrash size={16} />
          </ActionIcon>
        ) : null}
      </Group>
      <div className={classes.rules}>
        {group.rules.map((rule, index) =>
          isGroup(rule) ? (
            <SegmentRules
              // biome-ignore lint/suspicious/noArrayIndexKey: rules have no names, and each input is controlled
              key={index}
              group={rule}
              fields={fields}
              depth={depth + 1}
              onChange={(next) => put(index, next)}
              onRemove={() => put(index, null)}
            />
          ) : (
            <Rule
              // biome-ignore lint/suspicious/noArrayIndexKey: rules have no names, and each input is controlled
              key={index}
              rule={rule}
              fields={fields}
              onChange={(next) => put(index, next)}
              onRemove={group.rules.length > 1 ? () => put(index, null) : undefined}
            />
          ),
        )}
      </div>
      <Group gap="xs">
        <Button
          size="xs"
          variant="subtle"
          leftSection={<IconPlus size={14} />}
          onClick={() => add(newRule())}
        >
          {t('segments.addRule')}
        </Button>
        {depth < 3 ? (
          <Button
            size="xs"
            variant="subtle"
            leftSection={<IconPlus size={14} />}
            onClick={() => add(newGroup())}
          >
            {t('segments.addGroup')}
          </Button>
        ) : null}
      </Group>
    </fieldset>
  )
}

interface RuleProps {
  rule: DraftRule
  fields: readonly SegmentFieldView[]
  onChange: (rule: DraftRule) => void
  onRemove: (() => void) | undefined
}

function Rule({ rule, fields, onChange, onRemove }: RuleProps) {
  const { t } = useTranslation()
  const words = useSegmentWords()
  const field = fields.find((each) => each.key === rule.field)
  const groups = (['card', 'events', 'custom'] as const).map((group) => ({
    group: t(`segments.group.${group}`),
    items: fields
      .filter((each) => each.group === group)
      .map((each) => ({ value: each.key, label: words.field(each) })),
  }))
  const choose = (key: string | null) => {
    const next = fields.find((each) => each.key === key)
    if (next) onChange({ field: next.key, operator: next.operators[0] ?? 'is', value: [] })
  }
  return (
    <div className={classes.rule}>
      <div>
        <Select
          aria-label={t('segments.fieldLabel')}
          searchable
          allowDeselect={false}
          data={groups.filter((each) => each.items.length > 0)}
          value={rule.field}
          onChange={choose}
        />
      </div>
      <div>
        <Select
          aria-label={t('segments.operatorLabel')}
          allowDeselect={false}
          data={(field?.operators ?? []).map((value) => ({
            value,
            label: words.operator(value, field?.kind ?? ''),
          }))}
          value={rule.operator}
          onChange={(operator) => onChange({ ...rule, operator: operator ?? 'is', value: [] })}
        />
      </div>
      <div>
        {field && needsValue(rule.operator) ? (
          <RuleValue rule={rule} field={field} onChange={(value) => onChange({ ...rule, value })} />
        ) : null}
      </div>
      {onRemove ? (
        <ActionIcon aria-label={t('segments.removeRule')} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      ) : (
        <span />
      )}
    </div>
  )
}
