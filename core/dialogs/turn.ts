import type { Content } from '../content.js'
import type { Locale } from '../context.js'
import type { Answers, DialogState } from './dialog-state.js'
import type { Script } from './script.js'

export interface DialogContext {
  now: Date
  /** IANA zone in which the person says and reads dates. */
  zone: string
  locale: Locale
  /** Silence in ms after which the person is asked whether to go on; without it the script's `staleAfterHours`. */
  staleAfter?: number
}

/** What the outside has to do or may count. */
export type DialogEffect =
  | { type: 'asked'; step: string }
  | { type: 'answer-recorded'; key: string; step: string }
  | { type: 'completed'; answers: Answers }
  /**
   * A person must take over. Reasons of ours: `asked`, `too-many-retries`, `consent-declined`, `broken-script`;
   * a script's own `handover` step brings its own. `step` is where the dialog stood.
   */
  | { type: 'handover'; reason: string; step: string | null }
  | { type: 'cancelled'; step: string | null }
  | { type: 'paused' }
  | { type: 'resumed' }
  | { type: 'restarted' }

export interface DialogTurn {
  state: DialogState
  /** To be sent in this order. */
  replies: Content[]
  effects: DialogEffect[]
}

/** A dialog at the moment it is addressed. */
export interface Scene {
  script: Script
  state: DialogState
  context: DialogContext
}
