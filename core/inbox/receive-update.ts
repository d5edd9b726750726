import type { InboundEdit, InboundReach } from '../channel.js'
import { type Content, filesOf, withWords } from '../content.js'
import type { Core } from '../context.js'
import { event } from '../events.js'
import { awaitedFiles } from '../files/awaited-files.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { changeConversation } from './change-conversation.js'
import type { Conversation } from './conversation.model.js'
import { preview } from './conversation-draft.js'
import type { Message } from './message.model.js'
import { albumKey } from './message-key.js'

/**
 * The client changed a message: the new words and files show, the old ones stay. False for one we do not have; late
 * repeats do nothing.
 */
export async function receiveEdit(core: Core, edit: InboundEdit): Promise<boolean> {
  return inTransaction(core, async (tx) => {
    const externalId = edit.album ? albumKey(edit.album.chatId, edit.album.id) : edit.externalId
    const message = (await core.models.Message.collection.findOne(
      { accountId: edit.accountId, externalId },
      { session: tx.session },
    )) as unknown as Message | null
    if (message?.direction !== 'in') return false
    if (isLate(message, edit)) return true
    const replaced = await withFileOf(core, tx, message, edit)
    const content = replaced ?? (edit.words === null ? null : withWords(message.content, edit.words))
    if (!content) return true
    const now = core.clock.now()
    await core.models.Message.collection.updateOne(
      { _id: message._id as never },
      {
        $set: { content, ...editionOf(message, edit) },
        $push: { edits: { at: now, content: message.content } },
      } as never,
      { session: tx.session },
    )
    const conversation = await changeConversation(core, tx, message.conversationId, {})
    if (
      conversation.lastMessage.direction === 'in' &&
      conversation.lastMessage.preview === preview(message.content)
    ) {
      await core.models.Conversation.collection.updateOne(
        { _id: conversation._id as never },
        { $set: { 'lastMessage.preview': preview(content) } },
        { session: tx.session },
      )
    }
    tx.publish(
      event('message.edited', conversation._id, conversation.version, {
        conversationId: conversation._id,
        messageId: message._id,
      }),
    )
    return true
  })
}

/** Each part of an album has editions of its own. */
function isLate({ edition, partEditions }: Message, edit: InboundEdit): boolean {
  const known = edit.album ? partEditions?.find(({ part }) => part === edit.externalId)?.edition : edition
  return (known ?? 0) >= edit.edition
}

function editionOf(
  { partEditions = [] }: Message,
  { album, externalId, edition }: InboundEdit,
): Partial<Message> {
  if (!album) return { edition }
  return {
    edition,
    partEditions: [...partEditions.filter(({ part }) => part !== externalId), { part: externalId, edition }],
  }
}

/** The message with the file that the edit brings in the place of the former one; null when it is the same file. */
async function withFileOf(
  core: Core,
  tx: Transaction,
  message: Message,
  edit: InboundEdit,
): Promise<Content | null> {
  const [file] = edit.content ? filesOf(edit.content) : []
  if (!edit.content || !file) return null
  const { content } = message
  const at = edit.album ? (message.albumParts ?? []).indexOf(edit.externalId) : 0
  const former = filesOf(content)[at]
  // What came before identities were kept cannot be compared.
  if (former ? !(await isAnother(core, tx, former.fileId, edit)) : content.type !== 'text') return null
  const { conversationId, accountId } = message
  const now = core.clock.now()
  const rows = awaitedFiles(
    { content: edit.content, pendingFiles: edit.pendingFiles },
    { accountId, conversationId, now },
  )
  await core.models.File.collection.insertMany(rows as never[], { session: tx.session })
  tx.wakeFiles()
  if (content.type !== 'album') return edit.content
  const files = content.files.map((one, index) => (index === at ? file : one))
  const album = { ...content, files }
  return edit.words === null ? album : withWords(album, edit.words)
}

async function isAnother(core: Core, tx: Transaction, fileId: string, edit: InboundEdit): Promise<boolean> {
  const row = await core.models.File.collection.findOne(
    { _id: fileId as never },
    { session: tx.session, projection: { identity: 1 } },
  )
  const identity = edit.pendingFiles?.[0]?.identity
  return row?.identity !== undefined && identity !== undefined && row.identity !== identity
}

/** The person blocked or unblocked us. */
export async function receiveReach(
  core: Core,
  reach: Omit<InboundReach, 'kind'>,
  given?: Transaction,
): Promise<void> {
  const run = async (tx: Transaction) => {
    const conversation = (await core.models.Conversation.collection.findOneAndUpdate(
      { accountId: reach.accountId, chatId: reach.chatId, reachable: !reach.reachable },
      { $set: { reachable: reach.reachable }, $inc: { version: 1 } },
      { session: tx.session, returnDocument: 'after' },
    )) as unknown as Conversation | null
    if (!conversation) return
    await core.models.ContactPoint.collection.updateOne(
      { _id: conversation.contactPointId as never },
      { $set: { reachable: reach.reachable } },
      { session: tx.session },
    )
    tx.publish(
      event('conversation.reachability-changed', conversation._id, conversation.version, {
        conversationId: conversation._id,
        reachable: reach.reachable,
      }),
    )
  }
  await (given ? run(given) : inTransaction(core, run))
}
