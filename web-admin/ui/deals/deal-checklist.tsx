import { Checkbox, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DealView, PipelineView, StageView } from '../../api/contract'
import { useMay } from '../api/session'
import { toastError } from '../parts/toast'
import classes from './deal-drawer.module.css'
import { dealCommands } from './deals'
import { nameOf } from './pipeline-names'

/** What is to be done at the present stage, and what earlier stages left open. */
export function DealChecklist({ deal, pipeline }: { deal: DealView; pipeline: PipelineView }) {
  const { t } = useTranslation()
  const present = pipeline.stages.findIndex((stage) => stage.key === deal.stage)
  const ticked = (stage: StageView, item: string) =>
    deal.ticks.some((tick) => tick.stage === stage.key && tick.item === item)
  const shown = pipeline.stages.filter(
    (stage, index) =>
      stage.checklist.length > 0 &&
      (index === present ||
        (index < present &&
          stage.checklist.some((item) => !ticked(stage, item.key)) &&
          stage.kind === 'open')),
  )
  if (shown.length === 0) return null
  const all = shown.flatMap((stage) => stage.checklist.map((item) => ticked(stage, item.key)))
  return (
    <section aria-label={t('deal.checklist')}>
      <h3 className={classes.title}>
        {t('deal.checklist')}{' '}
        <Text span c="dimmed" fz="sm" fw={400}>
          {t('deal.checklistDone', { done: all.filter(Boolean).length, all: all.length })}
        </Text>
      </h3>
      {shown.map((stage) => (
        <div key={stage.key}>
          {shown.length > 1 ? (
            <Text c="dimmed" fz="xs" mt={6}>
              {nameOf(stage)}
            </Text>
          ) : null}
          {stage.checklist.map((item) => (
            <Tick
              key={item.key}
              deal={deal}
              stage={stage.key}
              item={item.key}
              label={item.blocks ? `${nameOf(item)} *` : nameOf(item)}
              done={ticked(stage, item.key)}
            />
          ))}
        </div>
      ))}
      {shown.some((stage) => stage.checklist.some((item) => item.blocks)) ? (
        <Text c="dimmed" fz="xs" mt={6}>
          {t('deal.checklistBlocks')}
        </Text>
      ) : null}
    </section>
  )
}

function Tick({
  deal,
  stage,
  item,
  label,
  done,
}: {
  deal: DealView
  stage: string
  item: string
  label: string
  done: boolean
}) {
  const may = useMay('deal.update')
  const [busy, setBusy] = useState(false)
  return (
    <Checkbox
      mt={8}
      label={label}
      checked={done}
      disabled={!may || busy}
      onChange={(event) => {
        setBusy(true)
        dealCommands
          .tick(deal.id, { stage, item, done: event.currentTarget.checked })
          .catch(toastError)
          .finally(() => setBusy(false))
      }}
    />
  )
}
