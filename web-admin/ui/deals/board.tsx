import { DndContext, type DragEndEvent, DragOverlay, type DragStartEvent } from '@dnd-kit/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BoardView, DealCard, PipelineView } from '../../api/contract'
import classes from './board.module.css'
import { BoardColumn } from './board-column'
import { cardUnderPointer, placeOf, useBoardSensors } from './board-dragging'
import { DealCardView } from './deal-card'
import { useBoardWords } from './use-board-words'
import { useMoveDeal } from './use-move-deal'

interface BoardProps {
  board: BoardView
  pipeline: PipelineView
  onOpen: (dealId: string) => void
  onMore: (stage: string, cursor: string) => Promise<unknown>
}

/** Deals in columns of stages. A card goes by mouse, finger, keyboard, or by the menu on it. */
export function Board({ board, pipeline, onOpen, onMore }: BoardProps) {
  const { t } = useTranslation()
  const sensors = useBoardSensors()
  const [dragged, setDragged] = useState<DealCard | null>(null)
  const move = useMoveDeal((deal) => onOpen(deal.id))
  const words = useBoardWords(board, pipeline)
  const find = (id: string) =>
    board.columns.flatMap((column) => column.items).find((item) => item.id === id) ?? null

  const onStart = ({ active }: DragStartEvent) => setDragged(find(String(active.id)))
  const onEnd = ({ active, over }: DragEndEvent) => {
    setDragged(null)
    const deal = find(String(active.id))
    const place = over ? placeOf(over) : null
    if (!deal || !place || place.before === deal.id) return
    const onColumn = place.before === null
    void move(deal, place.stage, onColumn && place.stage !== deal.stage ? undefined : place.before)
  }
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={cardUnderPointer}
      onDragStart={onStart}
      onDragEnd={onEnd}
      onDragCancel={() => setDragged(null)}
      accessibility={{
        announcements: words,
        screenReaderInstructions: { draggable: t('deal.drag.instructions') },
      }}
    >
      <ul className={classes.board} aria-label={t('deal.board')}>
        {pipeline.stages.map((stage) => {
          const column = board.columns.find((each) => each.stage === stage.key)
          return column ? (
            <BoardColumn
              key={stage.key}
              stage={stage}
              column={column}
              pipeline={pipeline}
              onOpen={onOpen}
              onMove={move}
              onMore={onMore}
            />
          ) : null
        })}
      </ul>
      <DragOverlay dropAnimation={null}>
        {dragged ? <DealCardView deal={dragged} lifted /> : null}
      </DragOverlay>
    </DndContext>
  )
}
