import { found, OtklikError } from '../../../core/errors.js'
import { getConversation } from '../../../core/inbox/queries.js'
import { idParams } from '../fields.js'
import type { RouteTable } from '../route-table.js'
import { presentFile } from './presenter.js'
import { receiveUpload } from './receive-upload.js'
import { downloadQuery, maxUpload, uploadAnswer, uploadQuery } from './schema.js'
import { sendFile } from './send-file.js'

export function fileRoutes(routes: RouteTable): void {
  routes.post(
    '/files',
    { may: 'file.upload', query: uploadQuery, answer: uploadAnswer, status: 201 },
    async ({ core, query, req }) => {
      if (query.conversationId !== undefined) await getConversation(core, query.conversationId)
      const files = await receiveUpload(core, req, {
        maxSize: maxUpload,
        conversationId: query.conversationId,
      })
      return { items: files.map(presentFile) }
    },
  )

  routes.get(
    '/files/:id',
    { may: 'file.read', params: idParams, query: downloadQuery },
    async ({ core, params, query, req, res }) => {
      const file = found(await core.files.info(params.id), 'file')
      if (file.state !== 'ready') throw new OtklikError('not-found', { params: { what: 'file' } })
      await sendFile(core, req, res, file, { download: query.download === '1' })
    },
  )
}
