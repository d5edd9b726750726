import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { Api, GrammyError, HttpError } from 'grammy'
import { Telegram } from 'telegraf'
import { FaultPlans } from './faults.js'
import { type ListeningSandbox, listeningSandbox, shopToken, until } from './testing.js'

let running: ListeningSandbox
let api: Api
beforeEach(async () => {
  running = await listeningSandbox({ seed: 7 })
  api = new Api(shopToken, { apiRoot: running.url })
})
afterEach(() => running.end())

async function openChat(name = 'Анна') {
  const person = running.sandbox.user(name)
  const chat = person.with('shop_bot')
  await chat.start()
  const texts = async () => (await chat.messages()).slice(1).map((message) => message.text)
  return { id: person.id, texts }
}

async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  )
}

describe('planned faults', () => {
  test('429 comes with retry_after as often as planned', async () => {
    const { id, texts } = await openChat()
    running.sandbox.faults.add({ kind: 'http', status: 429, retryAfter: 3, method: 'sendMessage', times: 2 })
    for (const text of ['раз', 'два']) {
      const error = await errorOf(api.sendMessage(id, text))
      expect(error).toBeInstanceOf(GrammyError)
      expect(error).toMatchObject({ error_code: 429, parameters: { retry_after: 3 } })
    }
    await api.sendMessage(id, 'три')
    expect(await texts()).toEqual(['три'])
    expect(running.sandbox.faults.list()).toMatchObject([{ hits: 2 }])
  })

  test.each([
    [403, 'Forbidden: bot was blocked by the user'],
    [
      409,
      'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    ],
    [500, 'Internal Server Error'],
    [502, 'Bad Gateway'],
  ])('%i in Telegram words', async (status, description) => {
    const { id, texts } = await openChat()
    running.sandbox.faults.add({ kind: 'http', status, method: 'sendMessage', times: 1 })
    expect(await errorOf(api.sendMessage(id, 'нет'))).toMatchObject({ error_code: status, description })
    expect(await texts()).toEqual([])
  })

  test('a gateway page instead of JSON', async () => {
    const { id } = await openChat()
    running.sandbox.faults.add({ kind: 'http', status: 502, html: true, times: 1 })
    const telegram = new Telegram(shopToken, { apiRoot: running.url })
    await expect(telegram.sendMessage(id, 'нет')).rejects.toThrow('502')
  })

  test('drop cuts before anything is done, accepted-then-cut after', async () => {
    const { id, texts } = await openChat()
    running.sandbox.faults.add({ kind: 'drop', method: 'sendMessage', times: 1 })
    running.sandbox.faults.add({ kind: 'accepted-then-cut', method: 'sendMessage', times: 1 })
    expect(await errorOf(api.sendMessage(id, 'не дошло'))).toBeInstanceOf(HttpError)
    expect(await texts()).toEqual([])
    expect(await errorOf(api.sendMessage(id, 'дошло'))).toBeInstanceOf(HttpError)
    expect(await texts()).toEqual(['дошло'])
    const outcomes = running.sandbox
      .calls({ method: 'sendMessage' })
      .map(({ outcome, done }) => ({ outcome, done }))
    expect(outcomes).toEqual([
      { outcome: 'drop', done: false },
      { outcome: 'accepted-then-cut', done: true },
    ])
  })

  test('stall keeps the caller waiting, then does it or throws it away', async () => {
    const { id, texts } = await openChat()
    running.sandbox.faults.add({ kind: 'stall', ms: 300, method: 'sendMessage', times: 1 })
    const impatient = new AbortController()
    const sending = api.sendMessage(
      id,
      'поздно',
      {},
      impatient.signal as unknown as Parameters<Api['sendMessage']>[3],
    )
    setTimeout(() => impatient.abort(), 50)
    expect(await errorOf(sending)).toBeDefined()
    expect(await texts()).toEqual([])
    await until(() => running.sandbox.calls({ method: 'sendMessage' }).length === 1, 'the late call')
    expect(await texts()).toEqual(['поздно'])
    running.sandbox.faults.add({ kind: 'stall', ms: 50, after: 'discard', method: 'sendMessage', times: 1 })
    expect(await errorOf(api.sendMessage(id, 'никогда'))).toBeInstanceOf(HttpError)
    expect(await texts()).toEqual(['поздно'])
  })

  test('a fault can be meant for one chat', async () => {
    const anna = await openChat('Анна')
    const sergey = await openChat('Сергей')
    running.sandbox.faults.add({ kind: 'http', status: 500, method: 'sendMessage', chatId: anna.id })
    expect(await errorOf(api.sendMessage(anna.id, 'раз'))).toMatchObject({ error_code: 500 })
    await api.sendMessage(sergey.id, 'два')
    expect(await sergey.texts()).toEqual(['два'])
  })

  test('a download breaks off in the middle', async () => {
    const { id } = await openChat()
    const data = Buffer.alloc(100_000, 1)
    const { document } = await running.sandbox
      .user(id)
      .with('shop_bot')
      .sendDocument({ data, name: 'макет.pdf' })
    const { file_path } = await api.getFile(document?.file_id ?? '')
    running.sandbox.faults.add({ kind: 'accepted-then-cut', method: 'file', times: 1 })
    const link = `${running.url}/file/bot${shopToken}/${file_path}`
    await expect(fetch(link).then((response) => response.arrayBuffer())).rejects.toThrow()
    expect((await (await fetch(link)).arrayBuffer()).byteLength).toBe(100_000)
  })

  test('getUpdates can suffer too and loses nothing', async () => {
    await openChat()
    running.sandbox.faults.add({ kind: 'accepted-then-cut', method: 'getUpdates', times: 1 })
    expect(await errorOf(api.getUpdates())).toBeInstanceOf(HttpError)
    expect(await api.getUpdates()).toHaveLength(1)
  })

  test('chances are repeatable with a seed and near what was asked', () => {
    const run = (seed: number) => {
      const plans = new FaultPlans(seed)
      plans.add({ kind: 'drop', probability: 0.1 })
      return Array.from(
        { length: 2_000 },
        () => plans.take({ method: 'sendMessage', bot: 'b', chatId: 1 }) !== undefined,
      )
    }
    expect(run(1)).toEqual(run(1))
    expect(run(1)).not.toEqual(run(2))
    const hits = run(3).filter(Boolean).length
    expect(hits).toBeGreaterThan(140)
    expect(hits).toBeLessThan(260)
  })

  test('skip lets the first calls through', async () => {
    const { id, texts } = await openChat()
    running.sandbox.faults.add({ kind: 'http', status: 500, method: 'sendMessage', skip: 1, times: 1 })
    await api.sendMessage(id, 'раз')
    expect(await errorOf(api.sendMessage(id, 'два'))).toMatchObject({ error_code: 500 })
    await api.sendMessage(id, 'три')
    expect(await texts()).toEqual(['раз', 'три'])
  })

  test("Telegram's pace can be kept", async () => {
    const paced = await listeningSandbox({ pace: true })
    try {
      const anna = paced.sandbox.user('Анна')
      await anna.with('shop_bot').start()
      const quick = new Api(shopToken, { apiRoot: paced.url })
      await quick.sendMessage(anna.id, 'раз')
      expect(await errorOf(quick.sendMessage(anna.id, 'два'))).toMatchObject({ error_code: 429 })
    } finally {
      await paced.end()
    }
  })
})
