import type { Content } from '../content.js'
import type { Locale } from '../context.js'
import type { Script } from './script.js'
import {
  type DialogContext,
  type DialogEffect,
  type DialogState,
  type DialogTurn,
  start,
  step,
} from './step.js'

const HOUR = 3_600_000

/** A client in a test: says things and presses what is on the screen. Noon in Moscow on a Wednesday, unless moved. */
export class Talk {
  state: DialogState
  replies: Content[]
  effects: DialogEffect[]
  #now = Date.parse('2026-11-18T09:00:00Z')

  constructor(
    private readonly script: Script,
    private readonly locale: Locale = 'ru',
  ) {
    const turn = start(script, this.#context())
    this.state = turn.state
    this.replies = turn.replies
    this.effects = turn.effects
  }

  #context(): DialogContext {
    return { now: new Date(this.#now), zone: 'Europe/Moscow', locale: this.locale }
  }

  wait(hours: number): this {
    this.#now += hours * HOUR
    return this
  }

  send(content: Content, script: Script | null = this.script): this {
    // As the conversation does, the state goes through JSON between messages.
    const turn: DialogTurn = step(script, structuredClone(this.state), content, this.#context())
    this.state = JSON.parse(JSON.stringify(turn.state)) as DialogState
    this.replies = turn.replies
    this.effects = turn.effects
    return this
  }

  say(...texts: string[]): this {
    for (const text of texts) this.send({ type: 'text', text })
    return this
  }

  /** Presses the button with this label, which must be on the screen. */
  press(...labels: string[]): this {
    for (const label of labels) {
      const button = this.buttons.find((one) => one.label === label)
      if (!button)
        throw new Error(`no button "${label}" among ${this.buttons.map((one) => one.label).join(', ')}`)
      this.pressId(button.id, label)
    }
    return this
  }

  pressId(choiceId: string, label = choiceId): this {
    return this.send({ type: 'choice', choiceId, label })
  }

  get buttons(): Array<{ id: string; label: string }> {
    const last = this.replies.at(-1)
    return last?.type === 'choices' ? last.choices : []
  }

  /** All that was said last, as text. */
  get heard(): string {
    return this.replies.map((reply) => ('text' in reply ? reply.text : '')).join('\n')
  }

  get values(): Record<string, unknown> {
    return Object.fromEntries(Object.entries(this.state.answers).map(([key, answer]) => [key, answer.value]))
  }

  get done(): string[] {
    return this.effects.map((effect) => effect.type)
  }
}
