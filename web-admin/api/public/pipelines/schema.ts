import { z } from 'zod'
import { key, page } from '../../fields.js'
import { pipelineView } from '../../pipelines/schema.js'
import { shortList } from '../../short-list.js'

export const pipelineList = shortList('position')
export const pipelineParams = z.strictObject({ key })
export const publicPipeline = pipelineView.meta({ id: 'Pipeline' })
export const publicPipelinePage = page(publicPipeline)
