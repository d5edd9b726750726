import type { z } from 'zod'
import type { InboundMessage, InboundReceipt } from '../../core/channel.js'
import { type Core, system } from '../../core/context.js'
import { claimFiles } from '../../core/files/claim-files.js'
import { createLink, linkableChannels } from '../../core/links/create-link.js'
import type { FileLinks } from './file-links.js'
import type { VisitorHistory } from './history.js'
import type { Limits } from './limits.js'
import { parseMessage } from './parse.js'
import type { ProfileBoard } from './profile.js'
import type { Answer, ChatErrorCode, ChatMessage, Hello } from './protocol.js'
import {
  bareInput,
  continueInput,
  helloInput,
  maxVisitorText,
  olderInput,
  receiptInput,
  refreshInput,
  sendInput,
  syncInput,
} from './schemas.js'
import type { SiteAccount } from './site-account.js'
import type { SiteAccounts } from './site-accounts.js'
import { type ChatServer, type ChatSocket, roomOf } from './socket-server.js'

/** The part of core's inbox that this channel hands to. */
export interface InboxDoor {
  receive(inbound: InboundMessage): Promise<{ messageId: string; conversationId: string; duplicate: boolean }>
  receipt(receipt: InboundReceipt): Promise<unknown>
}

export interface ReceiveParts {
  readonly core: Core
  readonly inbox: InboxDoor
  readonly io: ChatServer
  readonly accounts: SiteAccounts
  readonly links: FileLinks
  readonly limits: Limits
  readonly profiles: ProfileBoard
  readonly maxFile: number
  /** The visitor is writing: for the panel, which shows it to the one who answers. */
  readonly onVisitorTyping?: (conversationId: string) => void
}

const stoppedWaitMs = 30_000

/** A refusal that the widget understands. */
class Refused extends Error {
  constructor(
    readonly code: ChatErrorCode,
    readonly retryAfterMs?: number,
  ) {
    super(code)
  }
}

type Handler<I> = (input: I) => Promise<object>

/** Serves one admitted socket until it goes. Nothing that a socket says can throw out of here. */
export function receiveFrom(socket: ChatSocket, account: SiteAccount, parts: ReceiveParts): void {
  const { core, limits } = parts
  const { history, accountId } = account
  const { visitor } = socket.data
  void socket.join(roomOf(accountId, visitor.id))

  // Counts unknown events too; who says too much is cut and may come back.
  socket.onAny(() => {
    void limits.take('events', socket.id).then((wait) => {
      if (wait > 0) socket.disconnect(true)
    })
  })

  const on = <S extends z.ZodType>(name: string, schema: S, handler: Handler<z.infer<S>>) => {
    const listener = (...args: unknown[]) => {
      const last = args.at(-1)
      const reply = typeof last === 'function' ? (last as (answer: Answer<object>) => void) : () => undefined
      void answer(schema, handler, args[0]).then(reply)
    }
    ;(socket as unknown as { on(event: string, listener: (...args: unknown[]) => void): void }).on(
      name,
      listener,
    )
  }

  const answer = async <S extends z.ZodType>(
    schema: S,
    handler: Handler<z.infer<S>>,
    input: unknown,
  ): Promise<Answer<object>> => {
    const checked = schema.safeParse(input)
    if (!checked.success) return { ok: false, error: { code: 'bad-input' } }
    try {
      return { ok: true, ...(await handler(checked.data)) }
    } catch (err) {
      if (err instanceof Refused) {
        return {
          ok: false,
          error: { code: err.code, ...(err.retryAfterMs ? { retryAfterMs: err.retryAfterMs } : {}) },
        }
      }
      core.log.error({ err, accountId, visitorId: visitor.id }, 'site chat: could not serve a visitor')
      return { ok: false, error: { code: 'unavailable', retryAfterMs: 2_000 } }
    }
  }

  on('hello', helloInput, async ({ afterSeq, page }): Promise<Omit<Hello, 'ok'>> => {
    if (page) socket.data.page = page
    const thread = await history.conversationOf(visitor.id)
    const [profile, linkable, messages] = await Promise.all([
      parts.profiles.of(socket.data.lang, thread?.assigneeId ?? null, accountId),
      linkableChannels(core),
      afterSeq === undefined ? history.newest(visitor.id) : history.after(visitor.id, afterSeq),
    ])
    return {
      ...messages,
      ...(socket.data.token ? { token: socket.data.token } : {}),
      profile,
      hasConversation: thread !== null,
      continueIn: (['telegram', 'whatsapp'] as const).filter((kind) => linkable.includes(kind)),
      limits: { text: maxVisitorText, file: parts.maxFile },
    }
  })

  on('send', sendInput, async ({ clientMessageId, content }) => {
    // Stopped while the page is open: the widget keeps what was written until it works again.
    const working = await parts.accounts.working(accountId)
    if (!working) throw new Refused('unavailable', stoppedWaitMs)
    const { consent } = working.settings
    if (content.type === 'left' && consent && !content.consent) throw new Refused('bad-input')
    await allow(limits, 'messages', visitor.id)
    await allow(limits, 'messagesPerAddress', socket.data.address)
    const inbound = parseMessage(
      {
        accountId,
        visitorId: visitor.id,
        visitorName: socket.data.name,
        locale: socket.data.lang,
        clientMessageId,
        content,
        consent,
        page: socket.data.page,
        receivedAt: core.clock.now(),
      },
      (ticket) => parts.links.redeem(ticket, visitor.id),
    )
    if (!inbound) throw new Refused('bad-ticket')
    const { messageId, conversationId, duplicate } = await parts.inbox.receive(inbound)
    await claimFiles(core, inbound.content, conversationId)
    const message = await storedMessage(history, visitor.id, messageId)
    // The visitor's other tabs and devices; this one has the answer.
    if (!duplicate) socket.to(roomOf(accountId, visitor.id)).emit('message', message)
    return { message }
  })

  on('sync', syncInput, ({ afterSeq }) => history.after(visitor.id, afterSeq))
  on('older', olderInput, ({ beforeSeq }) => history.before(visitor.id, beforeSeq))
  on('refresh', refreshInput, async ({ ids }) => ({ messages: await history.named(visitor.id, ids) }))

  on('profile', bareInput, async () => {
    const thread = await history.conversationOf(visitor.id)
    return { profile: await parts.profiles.of(socket.data.lang, thread?.assigneeId ?? null, accountId) }
  })

  on('continue', continueInput, async ({ channel }) => {
    await allow(limits, 'links', visitor.id)
    const contactPointId = await history.contactPointOf(visitor.id)
    if (!contactPointId) throw new Refused('bad-input')
    const { url } = await createLink(core, system, { contactPointId, channel })
    return { url }
  })

  on('receipt', receiptInput, async ({ state, ids }) => {
    // Only what we sent to this very visitor, and what a receipt can still move.
    const known = await history.awaitingReceipt(visitor.id, [...new Set(ids)], state)
    const at = core.clock.now()
    await Promise.all(
      known.map((id) =>
        parts.inbox.receipt({
          kind: 'receipt',
          accountId,
          externalId: sentId(visitor.id, id),
          state,
          at,
        }),
      ),
    )
    return {}
  })

  on('typing', bareInput, async () => {
    if (!parts.onVisitorTyping) return {}
    const thread = await history.conversationOf(visitor.id)
    if (thread) parts.onVisitorTyping(thread._id)
    return {}
  })
}

/** The external id of a message of ours in a visitor's chat. */
export function sentId(visitorId: string, messageId: string): string {
  return `${visitorId}:${messageId}`
}

async function storedMessage(
  history: VisitorHistory,
  visitorId: string,
  messageId: string,
): Promise<ChatMessage> {
  const [message] = await history.named(visitorId, [messageId])
  if (!message) throw new Error('a message that was just stored cannot be read')
  return message
}

async function allow(limits: Limits, name: Parameters<Limits['take']>[0], who: string): Promise<void> {
  const wait = await limits.take(name, who)
  if (wait > 0) throw new Refused('too-many-requests', wait)
}
