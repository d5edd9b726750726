import { Select, Skeleton } from '@mantine/core'
import type { DealCard } from '../../api/contract'
import { usePipelines } from '../api/reference'
import { useMay } from '../api/session'
import { nameOf, stageColor } from './pipeline-names'
import classes from './stage-dot.module.css'
import { useMoveDeal } from './use-move-deal'

/** The stage of a deal as a choice: the way to move it without dragging. */
export function StageSelect({
  deal,
  label,
  withLabel = false,
}: {
  deal: DealCard
  label: string
  withLabel?: boolean
}) {
  const pipeline = usePipelines().find((each) => each.key === deal.pipeline)
  const may = useMay('deal.move')
  const move = useMoveDeal()
  // Mantine draws a value once; it waits until there is a name for it.
  if (!pipeline) return <Skeleton h={withLabel ? 36 : 30} />
  const { stages } = pipeline
  const present = stages.find((stage) => stage.key === deal.stage)
  return (
    <Select
      size={withLabel ? 'sm' : 'xs'}
      label={withLabel ? label : undefined}
      aria-label={label}
      value={deal.stage}
      allowDeselect={false}
      disabled={!may}
      data={stages.map((stage) => ({ value: stage.key, label: nameOf(stage) }))}
      onChange={(stage) => {
        if (stage) void move(deal, stage)
      }}
      leftSection={
        present ? <span className={classes.dot} style={{ background: stageColor(present) }} /> : null
      }
      comboboxProps={{ shadow: 'md' }}
    />
  )
}
