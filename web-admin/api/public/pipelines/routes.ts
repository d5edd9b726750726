import { getPipeline, listPipelines } from '../../../../core/deals/pipelines.js'
import { presentPipeline } from '../../pipelines/presenter.js'
import type { RouteTable } from '../../route-table.js'
import { pageOf } from '../fields.js'
import { pipelineList, pipelineParams, publicPipeline, publicPipelinePage } from './schema.js'

export function publicPipelineRoutes(routes: RouteTable): void {
  routes.get(
    '/pipelines',
    {
      may: 'pipeline.read',
      summary: 'Pipelines with their stages and loss reasons',
      query: pipelineList,
      answer: publicPipelinePage,
    },
    async ({ core, query }) => pageOf((await listPipelines(core)).map(presentPipeline), query),
  )

  routes.get(
    '/pipelines/:key',
    { may: 'pipeline.read', summary: 'One pipeline', params: pipelineParams, answer: publicPipeline },
    async ({ core, params }) => presentPipeline(await getPipeline(core, params.key)),
  )
}
