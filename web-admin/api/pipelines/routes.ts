import { listPipelines } from '../../../core/deals/pipelines.js'
import type { RouteTable } from '../route-table.js'
import { presentPipeline } from './presenter.js'
import { pipelinesView } from './schema.js'

export function pipelineRoutes(routes: RouteTable): void {
  routes.get('/pipelines', { may: 'pipeline.read', answer: pipelinesView }, async ({ core }) => {
    const pipelines = await listPipelines(core)
    return { items: pipelines.map(presentPipeline) }
  })
}
