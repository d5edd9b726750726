import { ActionIcon, Menu } from '@mantine/core'
import { IconCheck, IconDots } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { DealCard, PipelineView } from '../../api/contract'
import classes from './board.module.css'
import { nameOf, stageColor } from './pipeline-names'
import dots from './stage-dot.module.css'

interface DealMenuProps {
  deal: DealCard
  pipeline: PipelineView
  onMove: (deal: DealCard, stage: string) => void
}

/** Stages as a menu: to move a card without dragging. */
export function DealMenu({ deal, pipeline, onMove }: DealMenuProps) {
  const { t } = useTranslation()
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon className={classes.more} size="sm" aria-label={`${t('deal.moveTo')}: ${deal.title}`}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('deal.moveTo')}</Menu.Label>
        {pipeline.stages.map((stage) => (
          <Menu.Item
            key={stage.key}
            leftSection={<span className={dots.dot} style={{ background: stageColor(stage) }} />}
            rightSection={stage.key === deal.stage ? <IconCheck size={15} /> : null}
            disabled={stage.key === deal.stage}
            onClick={() => onMove(deal, stage.key)}
          >
            {nameOf(stage)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
