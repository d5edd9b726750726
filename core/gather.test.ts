import { expect, test } from '@jest/globals'
import { gather, oneEach } from './gather.js'

test('what is asked at once is one question, each gets its own answer', async () => {
  const questions: number[][] = []
  const square = gather(async (items: number[]) => {
    questions.push(items)
    return items.map((item) => item * item)
  })
  expect(await Promise.all([1, 2, 3].map(square))).toEqual([1, 4, 9])
  expect(questions).toEqual([[1, 2, 3]])
})

test('what is asked while an answer is on its way waits for it and shares the next, in order', async () => {
  const questions: number[][] = []
  const gates: (() => void)[] = []
  const ask = gather(async (items: number[]) => {
    questions.push(items)
    await new Promise<void>((resolve) => gates.push(resolve))
    return items
  })
  const first = ask(1)
  await new Promise((resolve) => setImmediate(resolve))
  const rest = [2, 3, 4].map(ask)
  expect(questions).toEqual([[1]])
  gates[0]?.()
  await first
  await new Promise((resolve) => setImmediate(resolve))
  expect(questions).toEqual([[1], [2, 3, 4]])
  gates[1]?.()
  expect(await Promise.all(rest)).toEqual([2, 3, 4])
})

test('a question that fails fails for those who shared it, and the next one is asked', async () => {
  let failing = true
  const ask = gather(async (items: string[]) => {
    if (failing) throw new Error('no answer')
    return items
  })
  const outcomes = await Promise.allSettled([ask('a'), ask('b')])
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  failing = false
  expect(await ask('c')).toBe('c')
})

test('no question is larger than it may be', async () => {
  const sizes: number[] = []
  const ask = gather(
    async (items: number[]) => {
      sizes.push(items.length)
      return items
    },
    { largest: 4 },
  )
  await Promise.all(Array.from({ length: 10 }, (_, index) => ask(index)))
  expect(sizes).toEqual([4, 4, 2])
})

test('one of something for each key', () => {
  const made = oneEach((key: { name: string }) => ({ of: key.name }))
  const [a, b] = [{ name: 'a' }, { name: 'b' }]
  expect(made(a)).toBe(made(a))
  expect(made(a)).not.toBe(made(b))
})
