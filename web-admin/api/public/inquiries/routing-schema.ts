import { z } from 'zod'
import { decisionView } from '../../routing/schema.js'

export const publicRouting = z.object({ items: z.array(decisionView.meta({ id: 'RoutingDecision' })) })
