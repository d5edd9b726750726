import { getPipeline, listPipelines } from '../../../../core/deals/pipelines.js'
import { removePipeline, savePipeline } from '../../../../core/deals/save-pipeline.js'
import { presentPipeline } from '../../pipelines/presenter.js'
import { pipelineBody } from '../../pipelines/schema.js'
import type { RouteTable } from '../../route-table.js'
import { pageOf } from '../../short-list.js'
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

  routes.put(
    '/pipelines/:key',
    {
      may: 'pipeline.manage',
      summary: 'Make a pipeline or change it, whole',
      params: pipelineParams,
      body: pipelineBody,
      answer: publicPipeline,
    },
    async ({ core, by, params, body: { moveTo, expectedVersion, ...definition }, tx }) =>
      presentPipeline(
        await savePipeline(
          core,
          by,
          { definition: { ...definition, key: params.key }, moveTo, expectedVersion },
          tx,
        ),
      ),
  )

  routes.delete(
    '/pipelines/:key',
    {
      may: 'pipeline.manage',
      summary: 'Remove a pipeline that has no deals',
      params: pipelineParams,
    },
    async ({ core, by, params, tx }) => removePipeline(core, by, params.key, tx),
  )
}
