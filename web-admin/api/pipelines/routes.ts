import { listPipelines } from '../../../core/deals/pipelines.js'
import { removePipeline, savePipeline } from '../../../core/deals/save-pipeline.js'
import type { RouteTable } from '../route-table.js'
import { presentPipeline } from './presenter.js'
import { pipelineBody, pipelineParams, pipelinesView, pipelineView } from './schema.js'

export function pipelineRoutes(routes: RouteTable): void {
  routes.get('/pipelines', { may: 'pipeline.read', answer: pipelinesView }, async ({ core }) => {
    const pipelines = await listPipelines(core)
    return { items: pipelines.map(presentPipeline) }
  })

  routes.put(
    '/pipelines/:key',
    { may: 'pipeline.manage', params: pipelineParams, body: pipelineBody, answer: pipelineView },
    async ({ core, by, params, body: { moveTo, expectedVersion, ...definition } }) =>
      presentPipeline(
        await savePipeline(core, by, {
          definition: { ...definition, key: params.key },
          moveTo,
          expectedVersion,
        }),
      ),
  )

  routes.delete(
    '/pipelines/:key',
    { may: 'pipeline.manage', params: pipelineParams },
    async ({ core, by, params }) => removePipeline(core, by, params.key),
  )
}
