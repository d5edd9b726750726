import { pipeline } from 'node:stream/promises'
import { getClient } from '../../../core/clients/queries.js'
import { OtklikError } from '../../../core/errors.js'
import { erasePerson } from '../../../core/privacy/erase-person.js'
import { previewErasure } from '../../../core/privacy/preview-erasure.js'
import { zipPerson } from '../../../core/privacy/zip-person.js'
import { idParams } from '../fields.js'
import type { RouteTable } from '../route-table.js'
import * as schema from './schema.js'

/** What a person may ask for by law: a copy of everything, and to be forgotten. */
export function clientPrivacyRoutes(routes: RouteTable): void {
  routes.get(
    '/clients/:id/copy',
    { may: 'client.export', params: idParams },
    async ({ core, by, params, res }) => {
      const zip = await zipPerson(core, by, { clientId: params.id })
      res.setHeader('Content-Type', 'application/zip')
      res.setHeader('Content-Disposition', `attachment; filename="client-${params.id}.zip"`)
      res.setHeader('Cache-Control', 'no-store')
      await pipeline(zip, res).catch((cause: unknown) => {
        // The reader went away, or a file could not be read and the download ends broken, which the browser says.
        core.log.warn({ err: cause, clientId: params.id }, 'privacy: a copy was not finished')
      })
    },
  )

  routes.get(
    '/clients/:id/erasure',
    { may: 'client.erase', params: idParams, answer: schema.erasureView },
    async ({ core, by, params }) => previewErasure(core, by, params.id),
  )

  routes.post(
    '/clients/:id/erase',
    { may: 'client.erase', params: idParams, body: schema.eraseBody },
    async ({ core, by, params, body }) => {
      const client = await getClient(core, params.id)
      if (plain(body.name) !== plain(client.name))
        throw new OtklikError('bad-input', { fields: { name: 'not-the-name' } })
      await erasePerson(core, by, { clientId: client._id })
    },
  )
}

function plain(name: string): string {
  return name.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase()
}
