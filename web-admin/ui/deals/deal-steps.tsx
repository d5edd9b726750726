import { Button, Menu } from '@mantine/core'
import { IconBolt } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DealView, MilestoneBody, PipelineView } from '../../api/contract'
import { useMay } from '../api/session'
import { toastDone, toastError } from '../parts/toast'
import { dealCommands } from './deals'
import { nameOf } from './pipeline-names'

/** What may have happened to the deal: telling of it takes it to the stage that waits for it. */
export function DealSteps({ deal, pipeline }: { deal: DealView; pipeline: PipelineView }) {
  const { t } = useTranslation()
  const may = useMay('deal.update')
  const [busy, setBusy] = useState(false)
  const present = pipeline.stages.findIndex((stage) => stage.key === deal.stage)
  const ahead = pipeline.stages
    .slice(present + 1)
    .flatMap((stage) => stage.enterOn.map((milestone) => ({ milestone, stage })))
  if (!may || deal.closedAt || ahead.length === 0) return null
  const tell = (milestone: MilestoneBody['milestone']) => {
    setBusy(true)
    dealCommands
      .reach(deal.id, { milestone })
      .then((moved) =>
        toastDone(
          t('deal.moved', {
            title: deal.title,
            stage: nameOf(pipeline.stages.find((stage) => stage.key === moved.stage)),
          }),
        ),
      )
      .catch(toastError)
      .finally(() => setBusy(false))
  }
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button variant="default" size="compact-sm" loading={busy} leftSection={<IconBolt size={15} />}>
          {t('deal.whatHappened')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {ahead.map(({ milestone, stage }) => (
          <Menu.Item key={milestone} onClick={() => tell(milestone)}>
            {t(`pipeline.milestones.${milestone}`)} → {nameOf(stage)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
