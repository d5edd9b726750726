import type { Subscriber } from '../events.js'
import { routeInquiry } from './route-inquiry.js'

/**
 * Finds a person for whoever waits for one: a new inquiry, one whose script is done with its questions or gave up, and
 * demand that came back. An inquiry that does not wait is left alone, and each cause is decided once.
 */
export const routingSubscriber: Subscriber = {
  name: 'routing',
  on: {
    'inquiry.opened': async ({ payload }, core) => {
      await routeInquiry(core, { inquiryId: payload.inquiryId, cause: 'opened' })
    },
    'dialog.completed': async ({ payload }, core) => {
      await routeInquiry(core, { inquiryId: payload.inquiryId, cause: 'script' })
    },
    'dialog.handed-over': async ({ payload }, core) => {
      await routeInquiry(core, { inquiryId: payload.inquiryId, cause: 'script' })
    },
    'inquiry.moved': async ({ _id, payload }, core) => {
      if (payload.to !== 'waiting' || payload.from !== 'deferred') return
      await routeInquiry(core, { inquiryId: payload.inquiryId, cause: `returned:${_id}` })
    },
  },
}
