import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Channel } from '../../core/channel.js'
import { DialogRunner } from '../../core/dialogs/dialog-runner.js'
import { ScriptLibrary } from '../../core/dialogs/script-library.js'
import { Inbox } from '../../core/inbox/receive-message.js'
import { buildCore, type TestCore } from '../../tests/factories/core.js'
import { buildInbound } from '../../tests/factories/inbound.js'
import { type SiteChatServer, startSiteChat, TestVisitor } from '../../tests/factories/site-chat.js'

let core: TestCore
let server: SiteChatServer

beforeAll(async () => {
  core = await buildCore()
  server = await startSiteChat(core)
  core.channels.register({
    accountId: 'telegram:main',
    kind: 'telegram',
    entryLink: async (token) => `https://t.me/shop_bot?start=${token}`,
  } as Channel)
})
afterAll(async () => {
  await server.stop()
  await core.close()
})

test('a visitor who wrote goes on in Telegram, and both chats are one client’s', async () => {
  const visitor = new TestVisitor(server.url)
  expect((await visitor.hello()).continueIn).toEqual(['telegram'])
  await expect(visitor.ask('continue', { channel: 'telegram' })).rejects.toThrow()
  await visitor.say('Продолжу позже')
  const { url } = await visitor.ask('continue', { channel: 'telegram' })
  const startPayload = new URL(url).searchParams.get('start') ?? ''
  const inbox = new Inbox(core, new DialogRunner(new ScriptLibrary(core)))
  const { conversationId } = await inbox.receive(buildInbound({ text: '/start', origin: { startPayload } }))
  const talks = await core.models.Conversation.find({}).lean()
  expect(talks.map((talk) => talk.channel).sort()).toEqual(['site', 'telegram'])
  expect(new Set(talks.map((talk) => talk.clientId ?? talk._id)).size).toBe(1)
  expect(talks.map((talk) => talk._id)).toContain(conversationId)
  await expect(visitor.ask('continue', { channel: 'whatsapp' })).rejects.toThrow()
  visitor.leave()
})
