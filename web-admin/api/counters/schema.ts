import { z } from 'zod'

/** The badges of the menu, in one request. */
export const countersView = z.object({
  /** Conversations that are mine or nobody's and whose client waits for us. */
  inbox: z.number(),
  /** Inquiries nobody has taken. */
  inquiries: z.number(),
  /** My planned activities that are due today or overdue. */
  activities: z.number(),
  /** Deliveries that failed or whose outcome is unknown. */
  deliveries: z.number(),
  parkedEvents: z.number(),
  /** Channels that should run and do not. */
  channels: z.number(),
})
export type CountersView = z.infer<typeof countersView>
