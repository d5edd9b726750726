import type { PipelineBody, PipelineView } from '../../../api/contract'
import { api } from '../../api/client'
import { keys } from '../../api/keys'
import { queryClient } from '../../api/query-client'

async function fresh<T>(answer: Promise<T>): Promise<T> {
  const value = await answer
  await queryClient.invalidateQueries({ queryKey: keys.pipelines })
  void queryClient.invalidateQueries({ queryKey: keys.deals })
  return value
}

/** Each rejects with `ApiError`. */
export const pipelineCommands = {
  save: (key: string, body: PipelineBody) => fresh(api.put<PipelineView>(`/pipelines/${key}`, body)),
  remove: (key: string) => fresh(api.remove(`/pipelines/${key}`)),
}
