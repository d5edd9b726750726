import type { Channel, SendResult } from '../channel.js'
import { rows } from '../collection.js'
import { filesOf, plainText, type StoredFile } from '../content.js'
import type { Core } from '../context.js'
import { isDuplicateKey } from '../db.js'
import { OtklikError } from '../errors.js'
import { whyClosed } from '../files/why-closed.js'
import type { Message } from '../inbox/message.model.js'
import { translateDown } from '../inbox/translate-down.js'
import { pause } from '../lease.js'
import type { Delivery } from './delivery.model.js'
import { expiry, judge, type Verdict } from './delivery-rules.js'
import { Pacer } from './pacer.js'
import { idsOf, type Parts, partsOf, wentSoFar } from './parts.js'
import { settleDelivery } from './settle-delivery.js'

/** How often to look for rows that other processes queued and for retries that fell due. */
const sweepMs = 500
const batchSize = 500
/** This process ends, or does not hold the account any more: what has not gone goes on from there. */
const interrupted: SendResult = { outcome: 'retry', reason: { code: 'interrupted' }, afterMs: 0 }
const filePending: SendResult = { outcome: 'retry', reason: { code: 'file-pending' }, afterMs: 2_000 }
/** A chat that waits for a retry is looked at again after this at the latest, ms: somebody may have asked for it by hand. */
const longestRestMs = 1_000

/** Of a part at the client: what it is to be; absent: it goes. */
interface Edit {
  id: string
  content?: Delivery['content'] | undefined
}

/** What came of a try, and which parts have gone by now. */
interface Handed {
  result: SendResult
  parts?: Parts | undefined
}

/**
 * Sends the queue of one channel account: in order within a chat, chats side by side, at the platform's pace. A chat
 * that waits for a retry holds only itself up. Runs in the process that holds the account's lease.
 */
export class DeliveryWorker {
  readonly #pacer: Pacer
  readonly #busyChats = new Map<string, Promise<void>>()
  /** Chats whose next message is not due, with the end of that, on the monotonic clock. */
  readonly #resting = new Map<string, number>()
  #wakeUp: () => void = () => undefined

  constructor(
    private readonly core: Core,
    private readonly channel: Channel,
  ) {
    this.#pacer = new Pacer(channel.capabilities.pace)
  }

  /** Works until `held` aborts, then lets the sends that are on their way end. `fence` marks this holding's rows. */
  async run(held: AbortSignal, fence: number): Promise<void> {
    const { accountId } = this.channel
    const off = this.core.wake.onDeliveries(accountId, () => this.#wakeUp())
    try {
      await this.#recover(fence)
      while (!held.aborted) {
        const woken = new AbortController()
        this.#wakeUp = () => woken.abort()
        const waitMs = await this.#startChats(held, fence)
        await pause(waitMs, AbortSignal.any([held, woken.signal]))
      }
    } finally {
      off()
      await Promise.allSettled(this.#busyChats.values())
    }
  }

  /** Rows a former worker left in the middle of a send: nobody knows whether they arrived. */
  async #recover(fence: number): Promise<void> {
    const rows = (await this.core.models.Delivery.collection
      .find({ accountId: this.channel.accountId, state: 'sending', fence: { $ne: fence } })
      .toArray()) as unknown as Delivery[]
    for (const row of rows) {
      await this.#settle(row, { outcome: 'unknown', reason: { code: 'interrupted' } }, row.fence)
    }
  }

  /** Begins every chat that is due and has room. Returns how long nothing else is due, ms. */
  async #startChats(held: AbortSignal, fence: number): Promise<number> {
    const { concurrency } = this.channel.capabilities.pace
    this.#wakeRested()
    for (;;) {
      if (this.#busyChats.size >= concurrency) return sweepMs
      const rows = await this.#nextRows()
      const now = this.core.clock.now().getTime()
      for (const [chatId, queue] of groupByChat(rows)) {
        const dueIn = (queue[0]?.nextAt.getTime() ?? now) - now
        if (dueIn > 0) this.#resting.set(chatId, performance.now() + Math.min(dueIn, longestRestMs))
        else if (this.#busyChats.size < concurrency) {
          const run = this.#sendChat(queue, held, fence).finally(() => {
            this.#busyChats.delete(chatId)
            this.#wakeUp()
          })
          this.#busyChats.set(chatId, run)
        }
      }
      // A full page may be one chat's long queue: whoever stands behind it is looked for without that chat.
      if (rows.length < batchSize) break
    }
    const ends = [...this.#resting.values()].map((end) => Math.max(1, end - performance.now()))
    return Math.min(sweepMs, ...ends)
  }

  #nextRows(): Promise<Delivery[]> {
    return this.core.models.Delivery.collection
      .find({
        accountId: this.channel.accountId,
        state: 'queued',
        chatId: { $nin: [...this.#busyChats.keys(), ...this.#resting.keys()] },
      })
      .sort({ _id: 1 })
      .limit(batchSize)
      .toArray() as unknown as Promise<Delivery[]>
  }

  #wakeRested(): void {
    const now = performance.now()
    for (const [chatId, end] of this.#resting) if (end <= now) this.#resting.delete(chatId)
  }

  async #sendChat(queue: Delivery[], held: AbortSignal, fence: number): Promise<void> {
    try {
      for (const row of queue) {
        if (held.aborted || row.nextAt > this.core.clock.now()) return
        const expired = expiry(row, this.core.clock.now())
        if (!expired) await pause(this.#pacer.reserve(row.chatId), held)
        if (held.aborted) return
        const verdict = await this.#sendOne(row, expired, held, fence)
        // A chat waits for its own retry, so that its messages keep their order.
        if (verdict?.state === 'queued') return
      }
    } catch (err) {
      this.core.log.error(
        { err, accountId: this.channel.accountId },
        'delivery: the chat stops until the next sweep',
      )
      await pause(sweepMs, held)
    }
  }

  /** `expired`: it does not go, and its end is only written down. */
  async #sendOne(
    row: Delivery,
    expired: SendResult | null,
    held: AbortSignal,
    fence: number,
  ): Promise<Verdict | null> {
    if (!(await this.#claim(row, held, fence))) return null
    const { result, parts }: Handed = expired ? { result: expired } : await this.#hand(row, held, fence)
    return this.#settleSurely(
      { ...row, ...(parts ? { parts } : {}), attempts: row.attempts + 1 },
      result,
      held,
      fence,
    )
  }

  async #claim(row: Delivery, held: AbortSignal, fence: number): Promise<boolean> {
    try {
      const { modifiedCount } = await this.core.models.Delivery.collection.updateOne(
        { _id: row._id as never, state: 'queued' },
        { $set: { state: 'sending', fence }, $inc: { attempts: 1 } },
      )
      return modifiedCount > 0
    } catch (err) {
      await this.#unclaim(row, held, fence)
      throw err
    }
  }

  /**
   * The database may have written a claim and not got through to say so. Nothing was sent: the row goes back to the queue,
   * else it would stay "sending" for as long as this process holds the account, and what is behind it would overtake it.
   */
  async #unclaim(row: Delivery, held: AbortSignal, fence: number): Promise<void> {
    for (let wait = 200; !held.aborted; wait = Math.min(wait * 2, 5_000)) {
      try {
        await this.core.models.Delivery.collection.updateOne(
          { _id: row._id as never, state: 'sending', fence },
          { $set: { state: 'queued', fence: row.fence }, $inc: { attempts: -1 } },
        )
        return
      } catch (err) {
        this.core.log.warn({ err, deliveryId: row._id }, 'delivery: a claim is not taken back yet')
        await pause(wait, held)
      }
    }
  }

  /** What came of a send is known here only: while the database is away it waits, else the row would stay "sending". */
  async #settleSurely(
    given: Delivery,
    result: SendResult,
    held: AbortSignal,
    fence: number,
  ): Promise<Verdict> {
    let [row, outcome] = [given, result]
    for (let wait = 200; ; wait = Math.min(wait * 2, 5_000)) {
      try {
        return await this.#settle(row, outcome, fence)
      } catch (err) {
        if (isDuplicateKey(err)) {
          // The platform gave an id that another message has: it was sent all the same, and is known by our own id.
          if (outcome.outcome === 'sent') outcome = { outcome: 'sent', externalIds: [] }
          if (row.parts) row = { ...row, parts: row.parts.map((ids) => ids && []) }
        }
        // Whoever holds the lease next finds the row and calls it unknown.
        if (held.aborted) throw err
        this.core.log.warn({ err, deliveryId: row._id }, 'delivery: the outcome is not written yet')
        await pause(wait, held)
      }
    }
  }

  /** Translates the content down to what the channel can and hands over, part by part, what of it has not gone yet. */
  async #hand(row: Delivery, held: AbortSignal, fence: number): Promise<Handed> {
    if (row.operation) return { result: await this.#change(row) }
    const contents = translateDown(row.content, this.channel.capabilities)
    const parts: Parts = contents.map((_, part) => row.parts?.[part] ?? null)
    const done = () => ({ parts: partsOf(parts) })
    const left = [...contents.entries()].filter(([part]) => parts[part] === null)
    const byFile = await this.#heldByFile(left.flatMap(([, content]) => filesOf(content)))
    if (byFile) return { result: byFile, ...done() }
    let message: Message | null = null
    if (row.messageId) message = await this.core.models.Message.findById(row.messageId).lean<Message | null>()
    for (const [index, [part, content]] of left.entries()) {
      if (index > 0 && !(await this.#mayGoOn(row, parts, held, fence)))
        return { result: interrupted, ...done() }
      const result = await this.#attempt(row, content, message, part)
      if (result.outcome !== 'sent') return { result, ...done() }
      parts[part] = result.externalIds
    }
    const sent: SendResult = { outcome: 'sent', externalIds: idsOf(parts) }
    return contents.length > 1 ? { result: sent, parts } : { result: sent }
  }

  /**
   * Between two parts: what has gone is written down, so that nobody sends it again whatever happens now, and the platform's
   * pace is kept. False when this process ends, or the row is not ours any more.
   */
  async #mayGoOn(row: Delivery, parts: Parts, held: AbortSignal, fence: number): Promise<boolean> {
    for (let wait = 200; !held.aborted; wait = Math.min(wait * 2, 5_000)) {
      try {
        const { matchedCount } = await rows(this.core.models.Delivery).updateOne(
          { _id: row._id, state: 'sending', fence },
          { $set: { parts, ...wentSoFar(parts) } },
        )
        if (matchedCount === 0) return false
        await pause(this.#pacer.reserve(row.chatId), held)
        return !held.aborted
      } catch (err) {
        this.core.log.warn({ err, deliveryId: row._id }, 'delivery: a part that went is not written yet')
        await pause(wait, held)
      }
    }
    return false
  }

  /** What a file that is not here means for the message; no channel has to find out by itself. */
  async #heldByFile(files: readonly StoredFile[]): Promise<SendResult | null> {
    if (this.channel.capabilities.namesMissingFiles) return null
    for (const { fileId } of files) {
      const file = await this.core.files.info(fileId)
      if (!file) return { outcome: 'failed', reason: { code: 'file-missing' } }
      if (file.state === 'pending') return filePending
      const closed = whyClosed(file)
      if (closed) return { outcome: 'failed', reason: { code: closed.code } }
    }
    return null
  }

  /** Follows a change of a sent message, part by part; parts that the new words need no more go. */
  async #change(row: Delivery): Promise<SendResult> {
    const { channel } = this
    const ids = row.targetIds ?? []
    const changes: Edit[] | null =
      row.operation === 'remove' ? ids.map((id) => ({ id })) : this.#edits(row, ids)
    if (!changes) return { outcome: 'failed', reason: { code: 'content-too-long' } }
    for (const { id, content } of changes) {
      try {
        const result = content
          ? await channel.edit?.(row.chatId, id, content)
          : await channel.remove?.(row.chatId, id)
        if (!result) return { outcome: 'failed', reason: { code: 'not-supported' } }
        if (result.outcome !== 'sent') return result
      } catch (err) {
        this.core.log.error(
          { err, deliveryId: row._id, accountId: row.accountId },
          'delivery: the channel threw',
        )
        return { outcome: 'failed', reason: { code: 'adapter-error' } }
      }
    }
    return { outcome: 'sent', externalIds: ids }
  }

  /** What becomes of which part; null where the new words need more room than the former ones had. */
  #edits({ content }: Delivery, ids: readonly string[]): Edit[] | null {
    const parts = translateDown(content, this.channel.capabilities)
    if (content.type === 'text')
      return parts.length > ids.length ? null : ids.map((id, part) => ({ id, content: parts[part] }))
    // The words of files stand under the first one, or went apart; the files stay as they are.
    const part = parts.findIndex((each) => plainText(each) === plainText(content))
    const id = part === 0 || parts.length === ids.length ? ids[part] : undefined
    return id === undefined ? null : [{ id, content: parts[part] }]
  }

  async #attempt(
    row: Delivery,
    content: Delivery['content'],
    message: Message | null,
    part: number,
  ): Promise<SendResult> {
    try {
      return await this.channel.send({
        deliveryId: part === 0 ? row._id : `${row._id}:${part}`,
        chatId: row.chatId,
        content,
        openFile: (fileId) => this.core.files.open(fileId),
        // Of a text that goes in parts only the first answers somebody.
        ...(row.replyToExternalId && part === 0 ? { replyToExternalId: row.replyToExternalId } : {}),
        ...(row.extras ? { extras: row.extras } : {}),
        ...(row.messageId ? { messageId: row.messageId } : {}),
        ...(row.conversationId ? { conversationId: row.conversationId } : {}),
        ...(message ? { author: message.author, seq: message.seq, sentAt: message.sentAt } : {}),
      })
    } catch (err) {
      // Channels answer with values; a throw is a defect of the adapter or a file that cannot be opened.
      // Its file went in this very moment, before anything was sent: the next try sees why.
      if (err instanceof OtklikError) return filePending
      this.core.log.error(
        { err, deliveryId: row._id, accountId: row.accountId },
        'delivery: the channel threw',
      )
      return { outcome: 'unknown', reason: { code: 'adapter-error' } }
    }
  }

  async #settle(row: Delivery, result: SendResult, fence: number): Promise<Verdict> {
    const verdict = judge(row, result, {
      now: this.core.clock.now(),
      idempotentSend: this.channel.capabilities.idempotentSend,
      random: Math.random(),
    })
    if (verdict.state !== 'sent') {
      this.core.log.warn(
        {
          deliveryId: row._id,
          conversationId: row.conversationId,
          state: verdict.state,
          reason: verdict.reason.code,
          attempt: row.attempts,
        },
        'delivery: not sent',
      )
    }
    await settleDelivery(this.core, row, verdict, fence)
    return verdict
  }
}

function groupByChat(rows: Delivery[]): Map<string, Delivery[]> {
  const chats = new Map<string, Delivery[]>()
  for (const row of rows) {
    const queue = chats.get(row.chatId)
    if (queue) queue.push(row)
    else chats.set(row.chatId, [row])
  }
  return chats
}
