import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { DialogRunner } from '../../core/dialogs/dialog-runner.js'
import { ScriptLibrary } from '../../core/dialogs/script-library.js'
import { Inbox } from '../../core/inbox/receive-message.js'
import { type ListeningSandbox, listeningSandbox, shopToken } from '../../sandbox/telegram/testing.js'
import { buildCore, type TestCore } from '../../tests/factories/core.js'
import { eventually } from '../../tests/factories/eventually.js'
import { TelegramChannel } from './channel.js'

let core: TestCore
let running: ListeningSandbox

beforeAll(async () => {
  ;[core, running] = await Promise.all([buildCore(), listeningSandbox()])
})
afterAll(async () => {
  await running.end()
  await core.close()
})

const channel = () =>
  new TelegramChannel({
    core,
    inbox: new Inbox(core, new DialogRunner(new ScriptLibrary(core))),
    accountId: 'telegram:main',
    token: shopToken,
    apiRoot: running.url,
    mode: 'polling',
  })

describe('a polling channel', () => {
  test.each(['getMe', 'deleteWebhook', 'getUpdates'])('stops while %s hangs', async (method) => {
    const { faults } = running.sandbox
    faults.add({ kind: 'stall', method, ms: 60_000, times: 1 })
    const stopping = new AbortController()
    const started = channel().start(stopping.signal)
    await eventually(async () => faults.list().some(({ hits }) => hits > 0))
    stopping.abort()
    await started
    faults.clear()
  })

  test('can be stopped and started again, and takes what came between', async () => {
    const telegram = channel()
    const person = running.sandbox.user('Нетерпеливый').with('shop_bot')
    const stored = (text: string) =>
      eventually(() => core.models.Message.findOne({ 'content.text': text }).lean())
    const first = telegram.start(new AbortController().signal)
    await person.sendText('При первом')
    await stored('При первом')
    await telegram.stop()
    await first
    await person.sendText('Между')
    const second = telegram.start(new AbortController().signal)
    await stored('Между')
    await telegram.stop()
    await second
    expect(running.sandbox.pendingUpdates(shopToken)).toBe(0)
    expect(await core.models.Message.countDocuments()).toBe(2)
  })
})
