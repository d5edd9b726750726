import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Outbound } from '../../../core/channel.js'
import type { Content } from '../../../core/content.js'
import { tinyPng } from '../../../sandbox/telegram/testing.js'
import { type CloudSandbox, createCloudSandbox } from '../../../sandbox/whatsapp-cloud/cloud-sandbox.js'
import { classify } from './error-codes.js'
import { GraphClient, GraphRefusal } from './graph-client.js'
import { renderMessage } from './render.js'
import { addressee, sendToCloud } from './send.js'

describe('what a code of Meta means', () => {
  test.each<[number, object]>([
    [131047, { outcome: 'failed', reason: { code: 'outside-window' } }],
    [131026, { outcome: 'failed', reason: { code: 'undeliverable' } }],
    [190, { outcome: 'failed', reason: { code: 'bad-token' } }],
    [368, { outcome: 'failed', reason: { code: 'restricted' } }],
    [131048, { outcome: 'failed', reason: { code: 'spam-limited' } }],
    [130429, { outcome: 'retry', afterMs: 1_000 }],
    [131056, { outcome: 'retry', afterMs: 6_000 }],
    [4, { outcome: 'retry', afterMs: 60_000 }],
    [80007, { outcome: 'retry', afterMs: 60_000 }],
    [131000, { outcome: 'unknown' }],
  ])('%d', (code, result) => {
    expect(classify(new GraphRefusal(400, code, 'words'))).toMatchObject(result)
  })

  test('an unknown code goes by its status, an unknown page too', () => {
    const byStatus = (status: number, code?: number) => classify(new GraphRefusal(status, code, '')).outcome
    expect([400, 401, 403, 413, 429, 500, 503].map((status) => byStatus(status, 999_999))).toEqual(
      [400, 401, 403, 413, 429, 500, 503].map((status) => byStatus(status)),
    )
    expect([byStatus(400), byStatus(429), byStatus(503)]).toEqual(['failed', 'retry', 'unknown'])
    expect(classify(new GraphRefusal(400, 80007, '', 17_000))).toMatchObject({ afterMs: 17_000 })
  })
})

describe('how a content is written', () => {
  const parts = { upload: async () => 'media-1', listButton: 'Выбрать' }
  const choices = (count: number, label = 'Вариант') =>
    Array.from({ length: count }, (_, n) => ({ id: `q:${n}`, label: `${label} ${n}` }))

  test('up to three short answers are buttons, more or longer ones a list with whole labels', async () => {
    expect(await renderMessage({ type: 'choices', text: 'Что?', choices: choices(3) }, parts)).toMatchObject({
      interactive: { type: 'button', action: { buttons: [{}, {}, {}] } },
    })
    const long = 'Вышивка на футболках и толстовках'
    const list = await renderMessage({ type: 'choices', text: 'Что?', choices: choices(2, long) }, parts)
    expect(list).toMatchObject({
      interactive: {
        type: 'list',
        action: { button: 'Выбрать', sections: [{ rows: [{ id: 'q:0', description: `${long} 0` }, {}] }] },
      },
    })
    const rows = (list as { interactive: { action: { sections: { rows: { title: string }[] }[] } } })
      .interactive.action.sections[0]?.rows
    expect(rows?.every(({ title }) => title.length <= 24)).toBe(true)
  })

  test('a template carries its variables, by number or by name', async () => {
    const template: Content = {
      type: 'template',
      name: 'ready',
      language: 'ru',
      text: '…',
      parameters: [
        { place: 'header', key: '1', value: 'А' },
        { place: 'body', key: 'client', value: 'Анна' },
        { place: 'url', key: '1', value: 'abc' },
      ],
      choices: [{ id: 'ready:0', label: 'Да', index: 0 }],
    }
    expect(await renderMessage(template, parts)).toEqual({
      type: 'template',
      template: {
        name: 'ready',
        language: { code: 'ru' },
        components: [
          { type: 'header', parameters: [{ type: 'text', text: 'А' }] },
          { type: 'body', parameters: [{ type: 'text', parameter_name: 'client', text: 'Анна' }] },
          { type: 'button', sub_type: 'url', index: '1', parameters: [{ type: 'text', text: 'abc' }] },
          {
            type: 'button',
            sub_type: 'quick_reply',
            index: '0',
            parameters: [{ type: 'payload', payload: 'ready:0' }],
          },
        ],
      },
    })
  })

  test('a business-scoped id stands in its own field', () => {
    expect(addressee('79131112233')).toEqual({ to: '79131112233' })
    expect(addressee('RU.13491208655302741918')).toEqual({ recipient: 'RU.13491208655302741918' })
  })
})

describe('on real connections', () => {
  let sandbox: CloudSandbox
  let url: string
  let close: () => Promise<void>

  beforeAll(async () => {
    sandbox = createCloudSandbox()
    ;({ url, close } = await sandbox.listen())
    await sandbox.user('Анна').sendText('Здравствуйте')
  })
  afterAll(() => close())

  const send = (content: Content, more: { root?: string; timeoutMs?: number; token?: string } = {}) => {
    const { token, phoneId } = sandbox.account
    const graph = new GraphClient({
      apiRoot: more.root ?? url,
      token: more.token ?? token,
      timeoutMs: more.timeoutMs ?? 5_000,
    })
    const outbound: Outbound = {
      deliveryId: 'd1',
      chatId: sandbox.waIdOf('Анна'),
      content,
      openFile: async () => Readable.from([tinyPng]),
    }
    return sendToCloud({ graph, phoneId, listButton: 'Выбрать' }, outbound)
  }
  const text: Content = { type: 'text', text: 'Готово' }
  const image: Content = {
    type: 'image',
    file: { fileId: 'f', name: 'Лого «Ромашка».png', mimeType: 'image/png', size: tinyPng.length },
  }

  test.each<[string, Parameters<CloudSandbox['faults']['add']>[0], object]>([
    ['429', { kind: 'http', status: 429, times: 1 }, { outcome: 'retry' }],
    ['a code', { kind: 'http', status: 400, code: 131056, times: 1 }, { outcome: 'retry', afterMs: 6_000 }],
    ['500', { kind: 'http', status: 500, times: 1 }, { outcome: 'unknown' }],
    ['502 in HTML', { kind: 'http', status: 502, html: true, times: 1 }, { outcome: 'unknown' }],
    ['a cut connection', { kind: 'drop', times: 1 }, { outcome: 'unknown' }],
    ['taken, then cut', { kind: 'accepted-then-cut', times: 1 }, { outcome: 'unknown' }],
    ['silence', { kind: 'stall', ms: 3_000, times: 1 }, { outcome: 'unknown', reason: { code: 'timeout' } }],
  ])('%s', async (_name, fault, result) => {
    sandbox.faults.add({ ...fault, method: 'messages' })
    expect(await send(text, { timeoutMs: 400 })).toMatchObject(result)
    sandbox.faults.clear()
  })

  test('whatever happens to the file before the message, no message went out', async () => {
    const before = (await sandbox.user('Анна').messages()).length
    for (const kind of ['drop', 'accepted-then-cut'] as const) {
      sandbox.faults.add({ kind, method: 'media', times: 1 })
      expect(await send(image)).toMatchObject({ outcome: 'retry' })
    }
    sandbox.faults.add({ kind: 'http', status: 500, method: 'media', times: 1 })
    expect(await send(image)).toMatchObject({ outcome: 'retry' })
    expect(await sandbox.user('Анна').messages()).toHaveLength(before)
    expect(await send(image)).toMatchObject({
      outcome: 'sent',
      externalIds: [expect.stringMatching(/^wamid\./)],
    })
  })

  test('a dead address never arrived; a wrong token says so; no reason holds the token', async () => {
    const dead = await send(text, { root: 'http://127.0.0.1:1' })
    expect(dead).toMatchObject({ outcome: 'retry', reason: { code: 'network', text: 'ECONNREFUSED' } })
    const wrong = await send(text, { token: 'secret-wrong-token' })
    expect(wrong).toMatchObject({ outcome: 'failed', reason: { code: 'bad-token' } })
    expect(JSON.stringify([dead, wrong])).not.toContain('secret')
  })

  test('the token goes to no foreign address', async () => {
    const graph = new GraphClient({ apiRoot: url, token: 't', timeoutMs: 1_000 })
    for (const foreign of [
      'http://127.0.0.1:9/x',
      'https://evil.example/x',
      'https://facebook.com.evil.example/x',
    ])
      await expect(graph.download(foreign)).rejects.toThrow('foreign host')
  })
})
