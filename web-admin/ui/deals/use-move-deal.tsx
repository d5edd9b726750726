import { useTranslation } from 'react-i18next'
import type { BoardView, DealCard, DealMoveBody, StageView } from '../../api/contract'
import { ApiError } from '../api/api-error'
import { keys } from '../api/keys'
import { queryClient } from '../api/query-client'
import { usePipelines } from '../api/reference'
import { toastDone, toastError } from '../parts/toast'
import { type Above, placeOnBoard } from './board-order'
import { dealCommands } from './deals'
import { askLossReason } from './loss-reason-modal'
import { nameOf } from './pipeline-names'
import { useFieldNames } from './use-field-names'

/**
 * Moves a deal to a stage: shown at once, put back when the server refuses. A lost stage asks for its reason first.
 * `onFields` hears that the stage wants fields filled in.
 */
export function useMoveDeal(onFields?: (deal: DealCard) => void) {
  const { t } = useTranslation()
  const pipelines = usePipelines()
  const tellRefusal = useMoveRefusal()
  return async (deal: DealCard, stageKey: string, above?: Above): Promise<void> => {
    const pipeline = pipelines.find((each) => each.key === deal.pipeline)
    const stage = pipeline?.stages.find((each) => each.key === stageKey)
    if (!pipeline || !stage || (stageKey === deal.stage && above === undefined)) return
    const body: DealMoveBody = { stage: stageKey, ...(above === undefined ? {} : { aboveOfId: above }) }
    if (stage.kind === 'lost' && deal.stage !== stageKey) {
      const reason = await askLossReason(deal, pipeline)
      if (!reason) return
      Object.assign(body, reason)
    }
    const before = queryClient.getQueriesData<BoardView>({ queryKey: [...keys.deals, 'board'] })
    queryClient.setQueriesData<BoardView>({ queryKey: [...keys.deals, 'board'] }, (board) =>
      board?.pipeline === deal.pipeline ? placeOnBoard(board, deal, stageKey, above) : board,
    )
    try {
      await dealCommands.move(deal.id, body)
      if (stageKey !== deal.stage) {
        toastDone(
          t('deal.moved', { title: deal.title, stage: nameOf(stage) }),
          stage.kind === 'open' ? () => dealCommands.move(deal.id, { stage: deal.stage }) : undefined,
        )
      }
    } catch (error) {
      for (const [key, board] of before) queryClient.setQueryData(key, board)
      if (tellRefusal(error, stage)) onFields?.(deal)
      else void queryClient.invalidateQueries({ queryKey: keys.deals })
    }
  }
}

/** Says why a deal did not go to a stage; true when the stage wants fields filled in, which are named then. */
export function useMoveRefusal(): (error: unknown, stage: StageView) => boolean {
  const { t } = useTranslation()
  const fieldNames = useFieldNames()
  return (error, stage) => {
    const wants = error instanceof ApiError && error.code === 'required-fields-missing'
    toastError(
      wants
        ? new ApiError(422, {
            code: error.code,
            message: `${t('deal.fillFields', { stage: nameOf(stage) })} ${fieldNames(error.fields)}`,
          })
        : error,
    )
    return wants
  }
}
