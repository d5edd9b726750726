import { mongo } from 'mongoose'
import type {
  InboundEdit,
  InboundMessage,
  InboundReach,
  InboundReaction,
  InboundReceipt,
  InboundRemoval,
} from '../channel.js'
import type { Core } from '../context.js'
import { isDuplicateKey } from '../db.js'
import { type Dialogs, withoutScript } from '../dialogs/dialogs.js'
import { OtklikError } from '../errors.js'
import { gather } from '../gather.js'
import { inTime, Overdue } from '../in-time.js'
import { pause } from '../lease.js'
import { ChatMemory } from './chat-memory.js'
import type { Conversation } from './conversation.model.js'
import { receiveReaction } from './receive-reaction.js'
import { receiveReceipt } from './receive-receipt.js'
import { receiveRemoval } from './receive-removal.js'
import { receiveEdit, receiveReach } from './receive-update.js'
import { StaleConversation, storeMessages } from './store-messages.js'

/** What became of a received message. `duplicate`: it was here already, which is a success like any other. */
export interface Received {
  messageId: string
  conversationId: string
  duplicate: boolean
}

interface Entry {
  inbound: InboundMessage
  resolve(received: Received): void
  reject(err: unknown): void
}

/** Messages in one commit. Larger ones gain nothing more and make a failed one dearer. */
const largestBatch = 300
const triesAlone = 6
/**
 * A batch that has not ended after this, ms, is given back to the platforms: whatever holds it up, receiving goes on. If it
 * ends after all, the unique keys keep out what has come again.
 */
const patienceMs = 60_000

/**
 * The one door for clients' messages. `receive` resolves when the message is stored with `w: majority`; only then may a
 * channel tell the platform "received". While one commit is in flight the next batch gathers: no timer, so nothing is
 * lost at rest and everything is gained under load. A batch that fails is tried one by one, so that one bad message spoils only
 * itself; the order of arrival holds throughout.
 */
export class Inbox {
  #waiting: Entry[] = []
  #busy = false
  readonly #memory = new ChatMemory()
  /** The last message that was handed over: what is said about messages comes in one breath with them, and waits for it. */
  #latest: Promise<unknown> = Promise.resolve()

  /** Conversations being read by `#remind` that nobody has changed since. */
  #reading = new Set<string>()
  /** Reads remembered conversations that were changed, many at once, so that the next message need not. */
  readonly #remind = gather(async (ids: string[]): Promise<undefined[]> => {
    // Our own commits are heard of too; they have put theirs back by now.
    const missing = ids.filter((id) => this.#memory.conversation(id) === undefined)
    if (missing.length === 0) return ids.map(() => undefined)
    this.#reading = new Set(missing)
    const changed = (await this.core.models.Conversation.collection
      .find({ _id: { $in: missing as never[] } }, { readConcern: { level: 'majority' } })
      .toArray()) as unknown as Conversation[]
    for (const conversation of changed)
      if (this.#reading.delete(conversation._id) && !this.#memory.conversation(conversation._id))
        this.#memory.keepConversation(conversation)
    return ids.map(() => undefined)
  })

  constructor(
    private readonly core: Core,
    private readonly dialogs: Dialogs,
    private readonly patience = patienceMs,
  ) {
    core.wake.onStreams((streams) => {
      for (const id of streams) {
        const known = this.#memory.forgetConversation(id)
        // What cannot be read now is read with the next message.
        if (this.#reading.delete(id) || known) this.#remind(id).catch(() => undefined)
      }
    })
  }

  /**
   * @throws OtklikError `database-unavailable` when it could not be stored now: the platform must send it again;
   *   `internal` when it cannot be stored at all: sending it again would change nothing
   */
  receive(inbound: InboundMessage): Promise<Received> {
    const received = new Promise<Received>((resolve, reject) => {
      this.#waiting.push({ inbound, resolve, reject })
      if (!this.#busy) {
        this.#busy = true
        // A tick, so that a burst handed over in one turn of the loop shares its first commit.
        setImmediate(() => void this.#flush())
      }
    })
    this.#latest = received
    return received
  }

  /**
   * The client changed a message. An edit of a message we do not have is dropped: its original never reached us. Throws what
   * the messages before it threw, when they must come again.
   */
  async edit(edit: InboundEdit): Promise<void> {
    await this.#afterMessages()
    if (!(await receiveEdit(this.core, edit))) {
      this.core.log.info(
        { accountId: edit.accountId, externalId: edit.externalId },
        'inbox: an edit of an unknown message',
      )
    }
  }

  /** The platform's word on a message of ours; it may come before our own commit of the send, so it is tried again. */
  async receipt(receipt: InboundReceipt): Promise<void> {
    for (const wait of [0, 200, 1_000, 3_000]) {
      await pause(wait)
      if (await receiveReceipt(this.core, receipt)) return
    }
    this.core.log.warn(
      { accountId: receipt.accountId, externalId: receipt.externalId },
      'inbox: a receipt of an unknown message',
    )
  }

  /** A message is gone at the client's end. One that we do not have never reached us. */
  async removal(removal: InboundRemoval): Promise<void> {
    await this.#afterMessages()
    if (!(await receiveRemoval(this.core, removal))) {
      this.core.log.info(
        { accountId: removal.accountId, externalId: removal.externalId },
        'inbox: a removal of an unknown message',
      )
    }
  }

  /** The person reacted to a message. One to a message we do not have is dropped. */
  async reaction(reaction: InboundReaction): Promise<void> {
    await this.#afterMessages()
    if (!(await receiveReaction(this.core, reaction))) {
      this.core.log.info(
        { accountId: reaction.accountId, externalId: reaction.externalId },
        'inbox: a reaction to an unknown message',
      )
    }
  }

  /** The person blocked or unblocked us. */
  async reach(reach: InboundReach): Promise<void> {
    await this.#afterMessages()
    await receiveReach(this.core, reach)
  }

  /** Throws `database-unavailable` where a message before must come again first. */
  async #afterMessages(): Promise<void> {
    try {
      await this.#latest
    } catch (err) {
      if (err instanceof OtklikError && err.code === 'database-unavailable') throw err
    }
  }

  async #flush(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const end = this.core.wake.receiving()
        await this.#flushBatch(this.#waiting.splice(0, largestBatch)).finally(end)
      }
    } finally {
      this.#busy = false
    }
  }

  async #flushBatch(batch: Entry[]): Promise<void> {
    try {
      const received = await inTime(this.#store(batch), this.patience)
      for (const [index, entry] of batch.entries()) entry.resolve(received[index] as Received)
    } catch (err) {
      if (isUnavailable(err)) this.#refuseFrom(batch, err)
      else await this.#oneByOne(batch)
    }
  }

  async #oneByOne(batch: Entry[]): Promise<void> {
    for (const [index, entry] of batch.entries()) {
      const err = await this.#alone(entry)
      if (err === undefined) continue
      if (isUnavailable(err) || isTransient(err)) return this.#refuseFrom(batch.slice(index), err)
      // Its own fault, in every way there is: asked for again it would only fail again, and hold up those behind it.
      entry.reject(new OtklikError('internal', { cause: err }))
    }
  }

  /**
   * One message by itself, in the plainest way that works: whole; without its dialog's step, which then hands over to a
   * person, and without what it says of its sender; without its content, so that people at least see that something came. Resolves with the error, if any.
   */
  async #alone(entry: Entry): Promise<unknown> {
    const { inbound } = entry
    const { left: _, ...plain } = inbound
    const bare: InboundMessage = {
      ...plain,
      content: { type: 'unsupported', kind: 'unreadable' },
      pendingFiles: [],
    }
    const ways: [Dialogs, InboundMessage][] = [
      [this.dialogs, inbound],
      [withoutScript, plain],
      [withoutScript, bare],
    ]
    let err: unknown
    for (const [dialogs, message] of ways) {
      try {
        entry.resolve(await inTime(this.#insist(dialogs, message), this.patience))
        return undefined
      } catch (next) {
        err = next
        if (isUnavailable(err) || isTransient(err)) break
        this.core.log.error(
          { err, accountId: inbound.accountId, externalId: inbound.externalId },
          'inbox: not stored, trying a plainer way',
        )
      }
    }
    return err
  }

  /** Conflicts and lost races are worth another try. */
  async #insist(dialogs: Dialogs, inbound: InboundMessage): Promise<Received> {
    for (let tries = 1; ; tries++) {
      try {
        const [received] = await storeMessages(this.core, dialogs, this.#memory, [inbound], true)
        return received as Received
      } catch (err) {
        const lostRace = isTransient(err) || isDuplicateKey(err) || err instanceof StaleConversation
        if (!lostRace || tries === triesAlone) throw err
        await pause(10 * 2 ** tries * Math.random())
      }
    }
  }

  /** Refuses these and all that wait behind them: stored now, a later message would overtake an earlier one of its chat. */
  #refuseFrom(batch: Entry[], err: unknown): void {
    for (const { inbound, reject } of [...batch, ...this.#waiting.splice(0)]) {
      this.core.log.error(
        { err, accountId: inbound.accountId, externalId: inbound.externalId },
        'inbox: not stored',
      )
      reject(new OtklikError('database-unavailable', { cause: err }))
    }
  }

  /** Trusts what it remembers; where that was wrong, reads everything and tries once more. */
  async #store(batch: Entry[]): Promise<Received[]> {
    const messages = batch.map((entry) => entry.inbound)
    const careful = this.#memory.takesCare()
    try {
      return await storeMessages(this.core, this.dialogs, this.#memory, messages, careful)
    } catch (err) {
      if (careful || !(err instanceof StaleConversation || isDuplicateKey(err))) throw err
      return storeMessages(this.core, this.dialogs, this.#memory, messages, true)
    }
  }
}

/** The database is away: trying message by message would only take longer to fail. */
function isUnavailable(err: unknown): boolean {
  return (
    err instanceof Overdue ||
    (err instanceof Error &&
      (err.name === 'MongoServerSelectionError' ||
        err.name === 'MongoNotConnectedError' ||
        err.name === 'MongoTopologyClosedError' ||
        err.name === 'MongoClientClosedError' ||
        err.name === 'MongoPoolClosedError'))
  )
}

function isTransient(err: unknown): boolean {
  return (
    err instanceof mongo.MongoError &&
    (err.hasErrorLabel('TransientTransactionError') || err.hasErrorLabel('UnknownTransactionCommitResult'))
  )
}
