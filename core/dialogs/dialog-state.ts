import type { StoredFile } from '../content.js'
import type { Money } from '../parse/parse-money.js'

/** A date as it is kept: `at` is ISO 8601 in UTC; without a time of day it is the start of that day in the person's zone. */
export interface DateValue {
  at: string
  hasTime: boolean
}

export interface FileValue {
  files: StoredFile[]
  links: string[]
}

/** What the person agreed to, word for word, and when (ISO 8601, UTC). Federal law 152-FZ wants both. */
export interface ConsentValue {
  given: true
  text: string
  at: string
}

/** Text, phone (E.164), e-mail and choice are strings, a multiple choice is its option ids, null is a skipped question. */
export type AnswerValue = null | string | number | string[] | Money | DateValue | FileValue | ConsentValue

export interface Answer {
  /** The step that asked; an answer of another step to the same key does not count. */
  step: string
  /** What the person said or pressed. */
  raw: string
  value: AnswerValue
  /** ISO 8601, UTC. */
  at: string
  /** The platform vouched for it: an own contact, shared by its button. */
  verified?: true
}

export type Answers = Record<string, Answer>

export type DialogStatus = 'running' | 'paused' | 'confirming' | 'completed' | 'cancelled' | 'handed-over'

/** All a dialog remembers: small, plain JSON, kept in the conversation. Only `step()` and its kin write it. */
export interface DialogState {
  scriptId: string
  version: number
  status: DialogStatus
  /** The question that waits for its answer; at the summary, the `end` step that follows it, if the script has one. */
  step: string | null
  answers: Answers
  /** Questions passed on the way here, in order. */
  history: string[]
  /** Answers in a row that did not fit. */
  retries: number
  /** Options picked so far in a multiple choice. */
  picked?: string[]
  /** A question is asked once more from the summary; its answer returns there. */
  fixing?: true
  /** The list of answers to correct is on the screen. */
  choosing?: true
  /** What a paused dialog goes back to. */
  paused?: 'running' | 'confirming'
  /** ISO 8601, UTC. */
  updatedAt: string
}
