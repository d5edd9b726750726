import { trusted } from 'mongoose'
import { type Core, system } from '../context.js'
import { OtklikError } from '../errors.js'
import type { Inquiry } from './inquiry.model.js'
import { moveInquiry } from './move-inquiry.js'

/** Brings inquiries back whose deferred date has come. Safe to run twice and late. Returns how many came back. */
export async function returnDeferred(core: Core): Promise<number> {
  const due = await core.models.Inquiry.find({
    status: 'deferred',
    deferredUntil: trusted({ $lte: core.clock.now() }),
  })
    .select('_id')
    .limit(200)
    .lean<Pick<Inquiry, '_id'>[]>()
  let returned = 0
  for (const { _id } of due) {
    try {
      await moveInquiry(core, system, { inquiryId: _id, event: 'return' })
      returned += 1
    } catch (err) {
      // Somebody was quicker and moved it on: nothing to bring back.
      if (!(err instanceof OtklikError && err.code === 'illegal-transition')) throw err
    }
  }
  return returned
}
