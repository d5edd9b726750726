import type { Announcements } from '@dnd-kit/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { BoardView, PipelineView } from '../../api/contract'
import { placeOf } from './board-dragging'
import { nameOf } from './pipeline-names'

/** What a screen reader hears while a card is carried. */
export function useBoardWords(board: BoardView, pipeline: PipelineView): Announcements {
  const { t } = useTranslation()
  return useMemo(() => {
    const titleOf = (id: string | number) =>
      board.columns.flatMap((column) => column.items).find((item) => item.id === id)?.title ?? ''
    const stageName = (key: string | undefined) => nameOf(pipeline.stages.find((stage) => stage.key === key))
    return {
      onDragStart: ({ active }) => {
        const stage = board.columns.find((column) =>
          column.items.some((item) => item.id === active.id),
        )?.stage
        return t('deal.drag.picked', { title: titleOf(active.id), stage: stageName(stage) })
      },
      onDragOver: ({ active, over }) =>
        over
          ? t('deal.drag.over', { title: titleOf(active.id), stage: stageName(placeOf(over)?.stage) })
          : undefined,
      onDragEnd: ({ active, over }) =>
        over
          ? t('deal.drag.dropped', { title: titleOf(active.id), stage: stageName(placeOf(over)?.stage) })
          : undefined,
      onDragCancel: ({ active }) => t('deal.drag.cancelled', { title: titleOf(active.id) }),
    }
  }, [board, pipeline, t])
}
