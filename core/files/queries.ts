import type { z } from 'zod'
import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { byCreation, type Page, type PageQuery, pageQuery, planPage, readPage } from '../paging.js'
import { validate } from '../validate.js'
import type { FileDoc } from './file.model.js'

/** Conversations of one client that files are looked for in. */
const most = 200

/** Every file of a client, from all of their conversations, newest first. Throws `bad-cursor`. */
export async function listFilesOfClient(
  core: Core,
  clientId: string,
  query: PageQuery = {},
): Promise<Page<FileDoc>> {
  const page: z.output<typeof pageQuery> = validate(pageQuery, query)
  const talks = await rows(core.models.Conversation)
    .find({ clientId }, { projection: { _id: 1 }, limit: most })
    .toArray()
  const plan = planPage(page, byCreation, '-createdAt')
  return readPage(rows(core.models.File), { conversationId: { $in: talks.map(({ _id }) => _id) } }, plan)
}
