import { describe, expect, test } from '@jest/globals'
import { checkScript } from './check-script.js'
import { scriptSchema } from './script.js'

type Raw = Record<string, unknown>

const name = { id: 'name', kind: 'ask', label: 'Name', text: 'Name?', answer: { type: 'text' } }

/** Codes with the places they name, for a script of these steps. */
function problems(steps: Raw[], rest: Raw = {}): string[] {
  const script = scriptSchema.parse({ id: 'try', version: 1, title: 'Try', steps, ...rest })
  return checkScript(script).map(({ code, path, detail }) => `${code} ${path.join('.')} ${detail}`)
}

const choice = (id: string, options: Raw[], rest: Raw = {}): Raw => ({
  ...{ id, kind: 'ask', label: 'Choice', text: 'Which?', answer: { type: 'choice', options } },
  ...rest,
})

describe('checkScript', () => {
  test('a small whole script has no problems', () => {
    expect(problems([{ id: 'hi', kind: 'say', text: 'Hello' }, name, { id: 'bye', kind: 'end' }])).toEqual([])
  })

  test.each<[string, Raw[], Raw, string[]]>([
    ['two steps of one name', [name, { ...name }], {}, ['duplicate-step-id steps.1.id name']],
    [
      'two options of one name',
      [
        choice('pick', [
          { id: 'a', label: 'A' },
          { id: 'a', label: 'B' },
        ]),
      ],
      {},
      ['duplicate-option-id steps.0.answer.options.1.id a'],
    ],
    ['an entry that is not there', [name], { entry: 'other' }, ['unknown-entry entry other']],
    ['a target that is not there', [{ ...name, next: 'other' }], {}, ['unknown-target steps.0.next other']],
    [
      'a case that leads nowhere',
      [name, { id: 'fork', kind: 'branch', cases: [{ if: { answer: 'name', given: true }, next: 'gone' }] }],
      {},
      ['unknown-target steps.1.cases.0.next gone'],
    ],
    [
      'a step that nothing leads to',
      [
        { ...name, next: 'bye' },
        { id: 'lost', kind: 'say', text: 'Lost' },
        { id: 'bye', kind: 'end' },
      ],
      {},
      ['unreachable-step steps.1 lost'],
    ],
    [
      'a circle of words',
      [
        { id: 'one', kind: 'say', text: 'One' },
        { id: 'two', kind: 'say', text: 'Two', next: 'one' },
      ],
      {},
      ['loop-without-question steps.0 one', 'loop-without-question steps.1 two'],
    ],
    [
      'a circle about a question that may be left out',
      [
        { id: 'one', kind: 'say', text: 'One' },
        { ...name, when: { answer: 'name', given: false }, next: 'one' },
      ],
      {},
      ['loop-without-question steps.0 one', 'loop-without-question steps.1 name'],
    ],
    [
      'a button id that no channel carries',
      [choice('s'.repeat(32), [{ id: 'o'.repeat(28), label: 'O' }])],
      {},
      [`choice-id-too-long steps.0.answer.options.0.id ${'s'.repeat(32)}:${'o'.repeat(28)}`],
    ],
    ['no Russian', [{ id: 'hi', kind: 'say', text: { en: 'Hello' } }], {}, ['missing-ru steps.0.text text']],
    ['no English', [{ id: 'hi', kind: 'say', text: { ru: 'Привет' } }], {}, ['missing-en steps.0.text text']],
    ['Russian for both', [{ id: 'hi', kind: 'say', text: 'Привет' }], {}, ['missing-en steps.0.text Привет']],
    ['a question without a label', [{ ...name, label: undefined }], {}, ['missing-label steps.0 name']],
    ['a place without an answer', [{ ...name, text: 'Dear {who}' }], {}, ['unknown-answer steps.0.text who']],
    [
      'a condition on nothing',
      [{ ...name, when: { answer: 'who', is: 'x' } }],
      {},
      ['unknown-answer steps.0.when who'],
    ],
    [
      'a condition on an option that is not offered',
      [choice('pick', [{ id: 'a', label: 'A' }]), { ...name, when: { not: { answer: 'pick', is: 'b' } } }],
      {},
      ['unknown-option steps.1.when pick: b'],
    ],
    [
      'a result of the wrong kind',
      [name],
      { result: { phone: 'name' } },
      ['wrong-answer-type result.phone name'],
    ],
    ['a result from nothing', [name], { result: { dueAt: 'when' } }, ['unknown-answer result.dueAt when']],
    [
      'one key for answers of two kinds',
      [name, { ...name, id: 'age', saveAs: 'name', answer: { type: 'number' } }],
      {},
      ['mixed-answer-types steps.1 name'],
    ],
    [
      'a pattern that is none',
      [{ ...name, answer: { type: 'text', pattern: '(' } }],
      {},
      ['bad-pattern steps.0.answer.pattern ('],
    ],
    [
      'a pattern that may take for ever',
      [{ ...name, answer: { type: 'text', pattern: '(a+)+' } }],
      {},
      ['slow-pattern steps.0.answer.pattern (a+)+'],
    ],
    [
      'a range upside down',
      [{ ...name, answer: { type: 'number', min: 5, max: 1 } }],
      {},
      ['bad-range steps.0.answer 5 > 1'],
    ],
  ])('%s', (_, steps, rest, expected) => expect(problems(steps, rest)).toEqual(expected))

  test.each<[string, Raw]>([
    ['a key that objects have', { saveAs: 'constructor' }],
    ['a key of a prototype', { saveAs: '__proto__' }],
    ['an unknown field', { nxt: 'hi' }],
    ['a date bound that is none', { answer: { type: 'date', min: 'soon' } }],
  ])('%s does not fit the schema', (_, rest) => {
    const steps = [{ ...name, ...rest }]
    expect(scriptSchema.safeParse({ id: 'try', version: 1, title: 'Try', steps }).success).toBe(false)
  })
})
