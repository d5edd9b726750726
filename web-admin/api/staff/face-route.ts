import { pipeline } from 'node:stream/promises'
import { Router } from 'express'
import { z } from 'zod'
import { rows } from '../../../core/collection.js'
import type { Core } from '../../../core/context.js'
import { OtklikError } from '../../../core/errors.js'
import { idParams } from '../fields.js'
import type { RouteCard } from '../recipe.js'
import { validate } from '../validate.js'

/** `v` tells one photo of a person from the next, so that browsers may keep it. */
const faceQuery = z.strictObject({ v: z.string().max(40).optional() })

export const faceCards: readonly RouteCard[] = [
  { method: 'get', path: '/faces/:id', recipe: { may: 'anyone', params: idParams, query: faceQuery } },
]

/** Photos of the team for clients' widgets on any site. Only the photo a person put into their profile is shown. */
export function faceRoutes(core: Core): Router {
  const router = Router()
  router.get('/faces/:id', async (req, res) => {
    const { id } = validate(idParams, req.params)
    validate(faceQuery, req.query)
    const person = await rows(core.models.Staff).findOne(
      { _id: id },
      { projection: { 'publicProfile.photoFileId': 1 } },
    )
    const fileId = person?.publicProfile?.photoFileId
    const file = fileId ? await core.files.info(fileId) : null
    if (file?.state !== 'ready' || !file.mimeType.startsWith('image/') || file.mimeType === 'image/svg+xml')
      throw new OtklikError('not-found', { params: { what: 'file' } })
    res.set({
      'Content-Type': file.mimeType,
      'Content-Length': String(file.size),
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Cache-Control': 'public, max-age=300',
      ETag: `"${file._id}"`,
    })
    if (req.get('if-none-match') === `"${file._id}"`) {
      res.status(304).end()
      return
    }
    await pipeline(await core.files.open(file._id), res).catch((cause: unknown) => {
      if (!res.destroyed) throw new OtklikError('internal', { cause })
    })
  })
  return router
}
