import type { Clock } from '../../core/clock.js'
import type { TestApp } from '../factories/app.js'

/**
 * The world outside of one channel, for the contract suite: how people there talk to us and what they see. One small
 * port a channel, on the real platform's protocol.
 */
export interface Outside {
  /** Account in the app and the kind its conversations carry. */
  readonly accountId: string
  /** What people can do there that no capability of ours tells. */
  readonly people: {
    /** Change what they wrote. */
    readonly edit: boolean
    /** Put an emoji on a message. */
    readonly react: boolean
    /** Delete what they wrote; null: they cannot. */
    readonly remove: 'told' | 'silently' | null
    /** Shut us out, and let us in again. */
    readonly leave: boolean
  }
  /** Brings the platform up, on the app's clock; returns the settings by which the app reaches it. */
  open?(clock: Clock): Promise<Record<string, string>>
  /** The app is there: the platform may post to it. */
  ready?(app: TestApp): Promise<void>
  close?(): Promise<void>
  /** Somebody new who has never written. */
  meet(app: TestApp, name: string): Promise<Person>
}

export interface OutsideFile {
  name: string
  mimeType: string
  data: Buffer
}

export type Said =
  | { type: 'text'; text: string }
  | { type: 'image' | 'document' | 'voice' | 'video'; file: OutsideFile; caption?: string }
  | { type: 'sticker'; file: OutsideFile; emoji: string }
  | { type: 'album'; files: OutsideFile[]; caption: string }
  | { type: 'location'; latitude: number; longitude: number }
  | { type: 'contact'; phone: string; name: string }
  /** Something the platform has and core has no word for. */
  | { type: 'unsupported' }

/** What a person sees of one message of ours, whatever the platform calls it. */
export interface Heard {
  id: string
  words: string
  buttons: string[]
  files: { name: string; data: Buffer }[]
  place?: { latitude: number; longitude: number }
  contact?: { phone: string; name: string }
  replyTo?: string
}

export interface Person {
  /** The chat as conversations know it. */
  readonly chatId: string
  /** Resolves with the platform's id of the message when the platform has taken it. */
  say(said: Said | string, options?: { replyTo?: string }): Promise<string>
  /** Presses the button with these words under our latest message that has it. */
  press(label: string): Promise<void>
  /** Everything of ours in the chat, oldest first. */
  heard(): Promise<Heard[]>
  /** The platform hands the last message over once more. */
  repeat(): Promise<void>
  /** Whether "typing…" was ever shown. */
  sawTyping(): Promise<boolean>
  /** Looks at the latest message of ours, so that the platform may say "read". */
  read(): Promise<void>
  edit(id: string, text: string): Promise<void>
  react(id: string, emoji: string | null): Promise<void>
  remove(id: string): Promise<void>
  leave(): Promise<void>
  comeBack(): Promise<void>
  /** Closes what the test holds open. */
  end(): void
}
