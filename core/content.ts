import { z } from 'zod'
import { longestText } from './inbox/split-text.js'

/**
 * What a message says, the same for every channel and both directions. Adapters parse into it and render from it;
 * what a channel cannot show is translated down once, by `inbox/translate-down.ts`, from the channel's declared capabilities.
 */

/** A file kept in our own store (`core/files.ts`); `fileId` is its id there. Sizes in bytes, durations in seconds. */
export const storedFile = z.object({
  fileId: z.string(),
  name: z.string().max(255),
  mimeType: z.string().max(127),
  size: z.number().int().nonnegative(),
})
export type StoredFile = z.infer<typeof storedFile>

/** One offered answer: `id` comes back when it is pressed, `label` is what the person sees. */
export const choice = z.object({ id: z.string().max(60), label: z.string().max(200) })
export type Choice = z.infer<typeof choice>

const text = z.string().max(longestText)

export const content = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: text.min(1) }),
  z.object({ type: z.literal('image'), file: storedFile, caption: text.optional() }),
  z.object({ type: z.literal('album'), files: z.array(storedFile).min(1).max(10), caption: text.optional() }),
  z.object({ type: z.literal('document'), file: storedFile, caption: text.optional() }),
  z.object({
    type: z.literal('voice'),
    file: storedFile,
    duration: z.number().optional(),
    caption: text.optional(),
  }),
  z.object({
    type: z.literal('video'),
    file: storedFile,
    duration: z.number().optional(),
    caption: text.optional(),
  }),
  z.object({ type: z.literal('sticker'), file: storedFile.optional(), emoji: z.string().optional() }),
  z.object({
    type: z.literal('location'),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    title: z.string().optional(),
  }),
  z.object({
    type: z.literal('contact'),
    phone: z.string(),
    name: z.string(),
    /** The person shared their own contact, vouched for by the platform. */
    own: z.boolean(),
  }),
  /** A question with buttons. `requestContact` adds the platform's "share my phone" button where there is one. */
  z.object({
    type: z.literal('choices'),
    text,
    choices: z.array(choice).max(30),
    multiple: z.boolean().optional(),
    requestContact: z.string().max(60).optional(),
  }),
  /** A button was pressed: `choiceId` is the id offered, `label` what the person saw. */
  z.object({ type: z.literal('choice'), choiceId: z.string(), label: z.string() }),
  /**
   * A message the platform approved beforehand, with its variables filled in (`core/templates`); `text` is what the
   * person reads. `key` of a parameter is the variable's number or name, for `url` the number of its button.
   */
  z.object({
    type: z.literal('template'),
    name: z.string().min(1).max(512),
    language: z.string().min(2).max(20),
    text: text.min(1),
    parameters: z
      .array(
        z.object({
          place: z.enum(['header', 'body', 'url']),
          key: z.string().max(100),
          value: z.string().max(2_000),
        }),
      )
      .max(60),
    /** Quick replies, with their place among all buttons of the template. */
    choices: z.array(choice.extend({ index: z.number().int().nonnegative() })).max(10),
  }),
  /** The channel sent something we cannot read; `kind` is its own name for it. Shown, never dropped. */
  z.object({ type: z.literal('unsupported'), kind: z.string() }),
])
export type Content = z.infer<typeof content>
export type ContentType = Content['type']

/** Words of a content for previews, search and dialogs; empty for wordless content. Never for logs. */
export function plainText(c: Content): string {
  switch (c.type) {
    case 'text':
    case 'choices':
    case 'template':
      return c.text
    case 'choice':
      return c.label
    case 'contact':
      return `${c.name} ${c.phone}`.trim()
    case 'location':
      return c.title ?? ''
    case 'sticker':
      return c.emoji ?? ''
    case 'unsupported':
      return ''
    default:
      return c.caption ?? ''
  }
}

/** The same content in other words: a text, or files under another caption. Null where there are no words to change. */
export function withWords(c: Content, words: string): Content | null {
  switch (c.type) {
    case 'text':
    case 'choice':
      return words === '' ? null : { type: 'text', text: words }
    case 'image':
    case 'album':
    case 'document':
    case 'voice':
    case 'video': {
      const { caption: _former, ...bare } = c
      return words === '' ? bare : { ...bare, caption: words }
    }
    default:
      return null
  }
}

/** Stored files of a content, in order. */
export function filesOf(c: Content): StoredFile[] {
  if (c.type === 'album') return c.files
  return 'file' in c && c.file ? [c.file] : []
}
