import { ActionIcon, Badge, Button, Group, NumberInput, Skeleton, Stack, Text } from '@mantine/core'
import { IconArrowDown, IconArrowsSplit2, IconArrowUp, IconPlus, IconSparkles } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RoutingRuleView, RoutingView } from '../../../api/contract'
import { useMay } from '../../api/session'
import { Failure } from '../../parts/failure'
import { Nothing } from '../../parts/nothing'
import { Page } from '../../parts/page'
import { toastDone, toastError } from '../../parts/toast'
import { Panel } from '../panel'
import classes from '../panel.module.css'
import { isComplete, newRule, routingCommands, useRouting } from './routing'
import { RuleDrawer } from './rule-drawer'
import { useRuleWords } from './rule-words'
import { TryPanel } from './try-panel'

/** Who gets a new inquiry: rules in their order, and a place to try them before they are saved. */
export function RoutingPage() {
  const { t } = useTranslation()
  const { data, error, refetch } = useRouting()
  return (
    <Page title={t('routing.title')} back="/settings" lead={t('routing.lead')} narrow>
      {data ? (
        <Rules key={data.version} routing={data} />
      ) : error ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton h={300} />
      )}
    </Page>
  )
}

function Rules({ routing }: { routing: RoutingView }) {
  const { t } = useTranslation()
  const may = useMay('routing.update')
  const [rules, setRules] = useState<RoutingRuleView[]>(routing.rules)
  const [loadLimit, setLoadLimit] = useState<number | null>(routing.loadLimit)
  const [open, setOpen] = useState<RoutingRuleView | null>(null)
  const [busy, setBusy] = useState(false)
  const changed = JSON.stringify(rules) !== JSON.stringify(routing.rules) || loadLimit !== routing.loadLimit
  const put = (rule: RoutingRuleView) =>
    setRules((before) =>
      before.some(({ id }) => id === rule.id)
        ? before.map((each) => (each.id === rule.id ? rule : each))
        : [...before, rule],
    )
  const move = (from: number, to: number) => {
    const next = [...rules]
    const [rule] = next.splice(from, 1)
    if (rule) next.splice(to, 0, rule)
    setRules(next)
  }
  const save = async () => {
    setBusy(true)
    try {
      await routingCommands.save({ rules, loadLimit, expectedVersion: routing.version })
      toastDone(t('common.saved'))
    } catch (error) {
      toastError(error)
    } finally {
      setBusy(false)
    }
  }
  const presets = () =>
    setRules([
      {
        ...newRule(t('routing.presetRules.owner')),
        when: [{ kind: 'owner', is: 'there' }],
        strategy: 'least-loaded',
      },
      newRule(t('routing.presetRules.rest')),
    ])
  return (
    <>
      <Panel title={t('routing.open')}>
        {rules.length === 0 ? (
          <Nothing
            icon={IconArrowsSplit2}
            title={t('routing.emptyTitle')}
            advice={t('routing.emptyAdvice')}
            compact
          >
            {may ? (
              <Button variant="light" leftSection={<IconSparkles size={16} />} onClick={presets}>
                {t('routing.presets')}
              </Button>
            ) : null}
          </Nothing>
        ) : null}
        {rules.map((rule, index) => (
          <Line
            key={rule.id}
            rule={rule}
            place={index + 1}
            onOpen={may ? () => setOpen(rule) : undefined}
            onUp={may && index > 0 ? () => move(index, index - 1) : undefined}
            onDown={may && index < rules.length - 1 ? () => move(index, index + 1) : undefined}
          />
        ))}
        {may ? (
          <Stack mt="md">
            <NumberInput
              maw={320}
              label={t('routing.loadLimit')}
              description={t('routing.loadLimitHint')}
              min={1}
              max={1000}
              allowDecimal={false}
              value={loadLimit ?? ''}
              onChange={(value) => setLoadLimit(typeof value === 'number' ? value : null)}
            />
            <Group>
              <Button
                variant="default"
                leftSection={<IconPlus size={16} />}
                onClick={() => setOpen(newRule())}
              >
                {t('routing.add')}
              </Button>
              <Button
                loading={busy}
                disabled={!changed || !rules.every(isComplete)}
                onClick={() => void save()}
              >
                {t('routing.save')}
              </Button>
              {changed ? (
                <Text fz="sm" c="dimmed">
                  {t('routing.unsaved')}
                </Text>
              ) : null}
            </Group>
          </Stack>
        ) : null}
      </Panel>
      {may ? <TryPanel rules={rules.filter(isComplete)} loadLimit={loadLimit} /> : null}
      <RuleDrawer
        rule={open}
        isNew={open !== null && !rules.some(({ id }) => id === open.id)}
        onClose={() => setOpen(null)}
        onReady={(rule) => {
          put(rule)
          setOpen(null)
        }}
        onDelete={(id) => {
          setRules(rules.filter((each) => each.id !== id))
          setOpen(null)
        }}
      />
    </>
  )
}

interface LineProps {
  rule: RoutingRuleView
  place: number
  onOpen: (() => void) | undefined
  onUp: (() => void) | undefined
  onDown: (() => void) | undefined
}

function Line({ rule, place, onOpen, onUp, onDown }: LineProps) {
  const { t } = useTranslation()
  const words = useRuleWords()
  return (
    <div className={classes.row}>
      <Text c="dimmed" fz="sm" w={18}>
        {place}
      </Text>
      <div>
        {onOpen ? (
          <button type="button" className={classes.plain} onClick={onOpen}>
            {rule.name || t('routing.newRule')}
          </button>
        ) : (
          <Text fw={500} fz="sm">
            {rule.name}
          </Text>
        )}
        <div className={classes.sub}>{words.when(rule)}</div>
        <div className={classes.sub}>→ {words.who(rule)}</div>
      </div>
      {rule.enabled ? null : <Badge color="gray">{t('routing.off')}</Badge>}
      {onUp || onDown ? (
        <Group gap={2} wrap="nowrap">
          <ActionIcon
            aria-label={`${t('routing.up')}: ${rule.name}`}
            disabled={!onUp}
            style={onUp ? undefined : { visibility: 'hidden' }}
            onClick={onUp}
          >
            <IconArrowUp size={16} />
          </ActionIcon>
          <ActionIcon
            aria-label={`${t('routing.down')}: ${rule.name}`}
            disabled={!onDown}
            style={onDown ? undefined : { visibility: 'hidden' }}
            onClick={onDown}
          >
            <IconArrowDown size={16} />
          </ActionIcon>
        </Group>
      ) : null}
    </div>
  )
}
