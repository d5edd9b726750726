import { useDraggable, useDroppable } from '@dnd-kit/core'
import { memo } from 'react'
import type { DealCard, PipelineView } from '../../api/contract'
import { useMay } from '../api/session'
import classes from './board.module.css'
import type { PlaceData } from './board-dragging'
import { DealCardView } from './deal-card'
import { DealMenu } from './deal-menu'

interface DraggableDealProps {
  deal: DealCard
  pipeline: PipelineView
  onOpen: (dealId: string) => void
  onMove: (deal: DealCard, stage: string) => void
}

export const DraggableDeal = memo(function DraggableDeal({
  deal,
  pipeline,
  onOpen,
  onMove,
}: DraggableDealProps) {
  const may = useMay('deal.move')
  const drag = useDraggable({ id: deal.id, disabled: !may })
  // The title is a button already; what it does by Enter is opening.
  const { role: _role, 'aria-roledescription': _description, ...attributes } = drag.attributes
  const data: PlaceData = { place: { stage: deal.stage, before: deal.id } }
  const drop = useDroppable({ id: `card:${deal.id}`, data })
  return (
    <li
      ref={drop.setNodeRef}
      className={classes.slot}
      data-over={(drop.isOver && drop.active?.id !== deal.id) || undefined}
      data-dragged={drag.isDragging || undefined}
    >
      <div ref={drag.setNodeRef} {...drag.listeners} className={classes.handle}>
        <DealCardView
          deal={deal}
          onOpen={() => onOpen(deal.id)}
          handle={may ? { ...attributes, ref: drag.setActivatorNodeRef } : undefined}
        />
      </div>
      {may ? <DealMenu deal={deal} pipeline={pipeline} onMove={onMove} /> : null}
    </li>
  )
})
