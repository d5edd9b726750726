import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Choice, type Content, content as contentSchema } from '../content.js'
import { loadScripts } from './load-script.js'
import { outcomeOf } from './outcome.js'
import type { Script } from './script.js'
import { type DialogContext, type DialogState, start, step } from './step.js'

const NOW = Date.parse('2026-11-18T09:00:00Z')

let scripts: Script[] = []
beforeAll(async () => {
  scripts = await loadScripts(join(process.cwd(), 'bot/scripts'))
})

const stored = fc.record({ fileId: fc.string(), name: fc.string(), mimeType: fc.string(), size: fc.nat() })
const words = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1 }),
  fc.constantFrom(
    'назад',
    'пропустить',
    'продолжить',
    'потом',
    'исправить',
    'да',
    'нет',
    'готово',
    '1',
    '2',
    '3',
    '500',
  ),
  fc.constantFrom(
    'Футболки',
    'Кружки',
    'зонты',
    'DTF и вышивка',
    '89131234567',
    'через неделю',
    '31.02',
    'Анна',
    'согласна',
  ),
)
const contents: Array<fc.Arbitrary<Content>> = [
  fc.record({
    type: fc.constant('image' as const),
    file: stored,
    caption: fc.option(fc.string(), { nil: undefined }),
  }),
  fc.record({ type: fc.constant('document' as const), file: stored }),
  fc.record({ type: fc.constant('voice' as const), file: stored }),
  fc.record({ type: fc.constant('album' as const), files: fc.array(stored, { minLength: 1, maxLength: 3 }) }),
  fc.record({ type: fc.constant('sticker' as const) }),
  fc.record({
    type: fc.constant('location' as const),
    latitude: fc.constant(55),
    longitude: fc.constant(37),
  }),
  fc.record({
    type: fc.constant('contact' as const),
    phone: fc.oneof(fc.string(), fc.constant('79131234567')),
    name: fc.string(),
    own: fc.boolean(),
  }),
  fc.record({ type: fc.constant('choice' as const), choiceId: fc.string(), label: fc.string() }),
  fc.record({ type: fc.constant('choices' as const), text: fc.string(), choices: fc.constant<Choice[]>([]) }),
  fc.record({ type: fc.constant('unsupported' as const), kind: fc.string() }),
]
const anyContent: fc.Arbitrary<Content> = fc.oneof(
  { weight: 10, arbitrary: words.map((text): Content => ({ type: 'text', text })) },
  ...contents,
)

interface Move {
  content?: Content | undefined
  button: number
  hours: number
}

/** A message, or a press on the n-th button of the screen, after some hours. */
const move: fc.Arbitrary<Move> = fc.record({
  content: fc.option(anyContent, { freq: 1, nil: undefined }),
  button: fc.nat({ max: 30 }),
  hours: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 500 })),
})

const moves = fc.array(move, { maxLength: 40 })
const locales = fc.constantFrom('ru' as const, 'en' as const)

function walk(
  script: Script,
  path: Move[],
  locale: 'ru' | 'en',
  check: (turn: ReturnType<typeof step>, before: DialogState) => void,
): DialogState {
  let now = NOW
  const context = (): DialogContext => ({ now: new Date(now), zone: 'Europe/Moscow', locale })
  let turn = start(script, context())
  let screen = turn.replies.at(-1)
  for (const { content, button, hours } of path) {
    now += hours * 3_600_000
    const choices = screen?.type === 'choices' ? screen.choices : []
    const pressed = choices[button % Math.max(choices.length, 1)]
    const said =
      content ??
      (pressed
        ? { type: 'choice' as const, choiceId: pressed.id, label: pressed.label }
        : { type: 'text' as const, text: 'да' })
    const before = structuredClone(turn.state)
    turn = step(script, turn.state, said, context())
    screen = turn.replies.at(-1) ?? screen
    check(turn, before)
  }
  return turn.state
}

describe('whatever people say', () => {
  test('the script itself never breaks, speaks while it runs, and sends only what a channel takes', () => {
    fc.assert(
      fc.property(fc.nat(), moves, locales, (which, path, locale) => {
        const script = scripts[which % scripts.length] as Script
        walk(script, path, locale, (turn, before) => {
          expect(turn.effects).not.toContainEqual(expect.objectContaining({ reason: 'broken-script' }))
          const over = ['completed', 'cancelled', 'handed-over'].includes(before.status)
          expect(turn.replies.length > 0).toBe(!over)
          for (const reply of turn.replies) expect(contentSchema.safeParse(reply).success).toBe(true)
          // Small plain JSON, and it waits for a question that is there.
          expect(JSON.parse(JSON.stringify(turn.state))).toEqual(turn.state)
          if (turn.state.status === 'running') {
            expect(script.steps.find(({ id }) => id === turn.state.step)?.kind).toBe('ask')
          }
        })
      }),
      { numRuns: 300 },
    )
  })

  test('a state is never changed in place, and the same message gives the same turn', () => {
    fc.assert(
      fc.property(fc.nat(), moves, anyContent, (which, path, content) => {
        const script = scripts[which % scripts.length] as Script
        const state = walk(script, path, 'ru', () => {})
        const frozen = structuredClone(state)
        const context: DialogContext = { now: new Date(NOW), zone: 'Europe/Moscow', locale: 'ru' }
        expect(step(script, state, content, context)).toEqual(
          step(script, structuredClone(state), content, context),
        )
        expect(state).toEqual(frozen)
      }),
      { numRuns: 300 },
    )
  })

  test('whichever way is taken, fitting answers lead to the end and give a whole outcome', () => {
    const fitting: Record<string, string> = {
      ...{
        text: 'Анна Петрова',
        number: '200',
        money: '50 тыс',
        date: 'завтра в 15:00',
        phone: '89131234567',
      },
      ...{
        contact: '89131234567',
        email: 'anna@example.ru',
        file: 'https://disk.example/x',
        consent: 'согласна',
      },
    }
    fc.assert(
      fc.property(fc.nat(), fc.infiniteStream(fc.nat()), (which, picks) => {
        const script = scripts[which % scripts.length] as Script
        const context: DialogContext = { now: new Date(NOW), zone: 'Europe/Moscow', locale: 'ru' }
        let turn = start(script, context)
        for (let i = 0; i < script.steps.length && turn.state.status === 'running'; i++) {
          const ask = script.steps.find(({ id }) => id === turn.state.step)
          const screen = turn.replies.at(-1)
          const labels =
            screen?.type === 'choices' ? screen.choices.filter(({ id }) => !id.includes(':!')) : []
          const pick = labels[picks.next().value % Math.max(labels.length, 1)]?.label
          const text = (ask?.kind === 'ask' && fitting[ask.answer.type]) || pick || ''
          turn = step(script, turn.state, { type: 'text', text }, context)
        }
        expect(turn.state.status).toBe('confirming')
        turn = step(script, turn.state, { type: 'text', text: 'всё верно' }, context)
        expect(turn.state.status).toBe('completed')
        expect(new Set(Object.values(turn.state.answers).map((answer) => answer.step))).toEqual(
          new Set(turn.state.history),
        )
        const outcome = outcomeOf(script, turn.state.answers, 'ru', 'Europe/Moscow')
        expect(outcome.dealTitle).toMatch(/^[^{},]+, [^{},]+/)
        expect(outcome).toMatchObject({ clientName: 'Анна Петрова', phone: '+79131234567', consent: {} })
        expect(outcome.items[0]?.title).toBeTruthy()
      }),
      { numRuns: 200 },
    )
  })

  test('a stored state of any shape hands over instead of throwing', () => {
    const context: DialogContext = { now: new Date(NOW), zone: 'Europe/Moscow', locale: 'ru' }
    const shape = fc.record(
      {
        scriptId: fc.constant('merchandise'),
        version: fc.constant(1),
        status: fc.constantFrom('running', 'paused', 'confirming'),
        step: fc.oneof(fc.constantFrom('product', 'branding-mugs', 'phone', 'thanks', 'gone'), fc.anything()),
        answers: fc.oneof(fc.constant({}), fc.dictionary(fc.string(), fc.anything()), fc.anything()),
        history: fc.oneof(fc.constant(['product']), fc.array(fc.string()), fc.anything()),
        retries: fc.oneof(fc.nat(), fc.anything()),
        picked: fc.anything(),
        updatedAt: fc.oneof(fc.constant('2026-11-18T08:00:00.000Z'), fc.anything()),
      },
      { requiredKeys: ['scriptId', 'version', 'status'] },
    )
    fc.assert(
      fc.property(shape, anyContent, (state, content) => {
        const script = scripts.find(({ id }) => id === 'merchandise') as Script
        const turn = step(script, state as unknown as DialogState, content, context)
        expect(turn.replies.length).toBeGreaterThan(0)
      }),
      { numRuns: 300 },
    )
  })
})
