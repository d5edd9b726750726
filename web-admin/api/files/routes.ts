import { pipeline } from 'node:stream/promises'
import { found } from '../../../core/errors.js'
import { listFilesOfClient } from '../../../core/files/queries.js'
import { readRetention, retentionSettings, updateRetention } from '../../../core/files/retention-settings.js'
import { mustBeOpen } from '../../../core/files/why-closed.js'
import { getConversation } from '../../../core/inbox/queries.js'
import { idParams } from '../fields.js'
import type { RouteTable } from '../route-table.js'
import { presentClientFile, presentFile } from './presenter.js'
import { receiveUpload } from './receive-upload.js'
import {
  clientFilesPage,
  clientFilesQuery,
  downloadQuery,
  maxUpload,
  uploadAnswer,
  uploadQuery,
} from './schema.js'
import { sendFile } from './send-file.js'

/** Files go up and come down, in the panel and for programs. */
export function storedFileRoutes(routes: RouteTable): void {
  routes.post(
    '/files',
    {
      may: 'file.upload',
      summary:
        'Upload files of up to 100 MB each, to be sent by their ids; what is never sent goes after some days',
      query: uploadQuery,
      upload: true,
      answer: uploadAnswer,
      status: 201,
    },
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
    {
      may: 'file.read',
      summary: 'The bytes of a file, or why they are not given out (`file-pending`: ask again later)',
      params: idParams,
      query: downloadQuery,
      bytes: true,
    },
    async ({ core, params, query, req, res }) => {
      const file = found(await core.files.info(params.id), 'file')
      mustBeOpen(file)
      await sendFile(core, req, res, file, { download: query.download === '1' })
    },
  )

  routes.get(
    '/clients/:id/files',
    {
      may: 'client.read',
      summary: 'Every file of a client, from all conversations, newest first',
      params: idParams,
      query: clientFilesQuery,
      answer: clientFilesPage,
    },
    async ({ core, params, query }) => {
      const { items, nextCursor } = await listFilesOfClient(core, params.id, query)
      return { items: items.map(presentClientFile), nextCursor }
    },
  )
}

export function fileRoutes(routes: RouteTable): void {
  storedFileRoutes(routes)

  routes.get(
    '/files/:id/thumbnail',
    { may: 'file.read', params: idParams },
    async ({ core, params, req, res }) => {
      mustBeOpen(found(await core.files.info(params.id), 'file'))
      const small = found(await core.files.thumbnail(params.id), 'file')
      res.set({
        'Content-Type': 'image/webp',
        'X-Content-Type-Options': 'nosniff',
        'Content-Security-Policy': "sandbox; default-src 'none'",
        'Cache-Control': 'private, max-age=31536000, immutable',
        ETag: small.etag,
      })
      if (req.get('if-none-match') === small.etag) {
        small.stream.destroy()
        res.status(304).end()
        return
      }
      // Somebody who closes the page in the middle is no fault of ours.
      await pipeline(small.stream, res).catch(() => small.stream.destroy())
    },
  )

  routes.get('/settings/files', { may: 'settings.read', answer: retentionSettings }, ({ core }) =>
    readRetention(core),
  )
  routes.put(
    '/settings/files',
    { may: 'settings.update', body: retentionSettings, answer: retentionSettings },
    ({ core, by, body }) => updateRetention(core, by, body),
  )
}
