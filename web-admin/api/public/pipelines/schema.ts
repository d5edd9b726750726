import { z } from 'zod'
import { key, page } from '../../fields.js'
import { pipelineView } from '../../pipelines/schema.js'
import { listFields } from '../fields.js'

export const pipelineList = z.strictObject(listFields(['position']))
export const pipelineParams = z.strictObject({ key })
export const publicPipeline = pipelineView.meta({ id: 'Pipeline' })
export const publicPipelinePage = page(publicPipeline)
