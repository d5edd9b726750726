import { useDroppable } from '@dnd-kit/core'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BoardView, DealCard, PipelineView, StageView } from '../../api/contract'
import { useFormat } from '../format/use-format'
import classes from './board.module.css'
import type { PlaceData } from './board-dragging'
import { DraggableDeal } from './draggable-deal'
import { nameOf, stageColor } from './pipeline-names'
import dots from './stage-dot.module.css'

interface BoardColumnProps {
  stage: StageView
  column: BoardView['columns'][number]
  pipeline: PipelineView
  onOpen: (dealId: string) => void
  onMove: (deal: DealCard, stage: string) => void
  onMore: (stage: string, cursor: string) => Promise<unknown>
}

export function BoardColumn({ stage, column, pipeline, onOpen, onMove, onMore }: BoardColumnProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const data: PlaceData = { place: { stage: stage.key, before: null } }
  const { setNodeRef, isOver } = useDroppable({ id: `stage:${stage.key}`, data })
  const name = nameOf(stage)
  return (
    <li className={classes.column} data-over={isOver || undefined} data-kind={stage.kind}>
      <section aria-label={name} className={classes.inner}>
        <header className={classes.head}>
          <h2 className={classes.name}>
            <span className={dots.dot} style={{ background: stageColor(stage) }} />
            <span className={classes.nameText} title={name}>
              {name}
            </span>
            <span className={classes.count} title={t('deal.count', { count: column.count })}>
              {column.count}
            </span>
          </h2>
          <span className={classes.total}>
            {column.totals
              .filter((total) => total.value > 0)
              .map(format.money)
              .join(' + ')}
          </span>
        </header>
        <ul ref={setNodeRef} className={classes.cards} aria-label={name}>
          {column.items.map((deal) => (
            <DraggableDeal key={deal.id} deal={deal} pipeline={pipeline} onOpen={onOpen} onMove={onMove} />
          ))}
          {column.items.length === 0 ? <li className={classes.empty}>{t('deal.emptyColumn')}</li> : null}
          {column.nextCursor ? (
            <MoreCards cursor={column.nextCursor} onMore={(cursor) => onMore(column.stage, cursor)} />
          ) : null}
        </ul>
      </section>
    </li>
  )
}

function MoreCards({ cursor, onMore }: { cursor: string; onMore: (cursor: string) => Promise<unknown> }) {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  return (
    <li className={classes.empty}>
      <Button
        size="compact-sm"
        variant="subtle"
        loading={busy}
        onClick={() => {
          setBusy(true)
          void onMore(cursor).finally(() => setBusy(false))
        }}
      >
        {t('common.loadMore')}
      </Button>
    </li>
  )
}
