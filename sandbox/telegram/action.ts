import { z } from 'zod'

/** Where a person acts: a private chat with a bot (the only bot when not named) or a group, maybe in a topic. */
export const address = z.object({
  person: z.union([z.number().int(), z.string().min(1)]),
  bot: z.string().optional(),
  group: z.number().int().optional(),
  topic: z.number().int().optional(),
})
export type Address = z.infer<typeof address>

const messageId = z.number().int().positive()
const file = z.object({ fileId: z.string(), duration: z.number().nonnegative().optional() })
const reply = { replyTo: messageId.optional() }
const captioned = { file, caption: z.string().optional(), ...reply }

/** What a person can do with a messenger; files are uploaded first and named by their id. */
export const action = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string().min(1), ...reply }),
  z.object({ type: z.literal('photo'), ...captioned }),
  z.object({ type: z.literal('document'), ...captioned }),
  z.object({ type: z.literal('voice'), ...captioned }),
  z.object({ type: z.literal('video'), ...captioned }),
  z.object({ type: z.literal('audio'), ...captioned }),
  z.object({ type: z.literal('animation'), ...captioned }),
  z.object({ type: z.literal('video_note'), ...captioned }),
  z.object({ type: z.literal('sticker'), file, emoji: z.string().optional(), ...reply }),
  z.object({
    type: z.literal('album'),
    files: z.array(file).min(2).max(10),
    caption: z.string().optional(),
    ...reply,
  }),
  z.object({ type: z.literal('location'), latitude: z.number(), longitude: z.number(), ...reply }),
  z.object({ type: z.literal('own-contact') }),
  z.object({
    type: z.literal('contact'),
    phone: z.string().min(1),
    firstName: z.string().min(1),
    lastName: z.string().optional(),
    userId: z.number().int().optional(),
    ...reply,
  }),
  /** Opens the bot, by its button or by a link with a payload (`t.me/bot?start=payload`). */
  z.object({
    type: z.literal('start'),
    payload: z
      .string()
      .regex(/^[\w-]{1,64}$/)
      .optional(),
  }),
  /** Presses an inline button, found by its callback data or else by its words. */
  z.object({
    type: z.literal('press'),
    messageId,
    button: z.string(),
    timeoutMs: z.number().int().positive().max(120_000).optional(),
  }),
  /** Presses a key of the keyboard under the input field. */
  z.object({ type: z.literal('key'), label: z.string() }),
  z.object({ type: z.literal('edit'), messageId, text: z.string().min(1) }),
  /** Removes an own message; Telegram tells no bot of it. */
  z.object({ type: z.literal('delete'), messageId }),
  z.object({ type: z.literal('react'), messageId, emoji: z.string().nullable() }),
  /** Forwards a message of another chat of the same person into this one. */
  z.object({ type: z.literal('forward'), from: address, messageId }),
  z.object({ type: z.literal('block') }),
  z.object({ type: z.literal('unblock') }),
  z.object({ type: z.literal('create-topic'), name: z.string().min(1) }),
  z.object({ type: z.literal('close-topic') }),
  z.object({ type: z.literal('reopen-topic') }),
])
export type PersonAction = z.infer<typeof action>

/** Why the messenger would not let a person do it. */
export type RefusalReason =
  | 'no-such-person'
  | 'no-such-bot'
  | 'no-such-chat'
  | 'no-such-message'
  | 'no-such-button'
  | 'no-such-file'
  | 'no-such-topic'
  | 'not-your-message'
  | 'cannot-edit'
  | 'bot-is-blocked'
  | 'topic-is-closed'
  | 'text-too-long'

export class ActionRefused extends Error {
  constructor(readonly reason: RefusalReason) {
    super(reason)
    this.name = 'ActionRefused'
  }
}
