import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newId } from '../../core/ids.js'
import type { Message } from '../../core/inbox/message.model.js'
import { sendMessage } from '../../core/inbox/send-message.js'
import { buildCore, type TestCore } from '../../tests/factories/core.js'
import {
  manager,
  type SiteChatServer,
  startSiteChat,
  TestVisitor,
  until,
} from '../../tests/factories/site-chat.js'

/** Two processes of one installation: each with its own connection, sockets and inbox on one database. */
const databaseName = `test-${newId()}`
let cores: TestCore[]
let first: SiteChatServer
let second: SiteChatServer

beforeAll(async () => {
  cores = [await buildCore({ databaseName }), await buildCore({ databaseName })]
  first = await startSiteChat(cores[0] as TestCore)
  second = await startSiteChat(cores[1] as TestCore)
})
afterAll(async () => {
  await first.stop()
  await second.stop()
  await cores[1]?.connection.close()
  await cores[0]?.close()
})

test('an answer sent by one process reaches the visitor who is connected to the other', async () => {
  const here = new TestVisitor(first.url)
  const { token } = await here.hello()
  const there = new TestVisitor(second.url, token)
  expect((await there.hello()).token).toBeUndefined()
  const { message } = await here.say('Слышно?')
  await until('the echo in the other process', () => there.received.find(({ id }) => id === message.id))

  const core = cores[1] as TestCore
  const stored = await core.models.Message.findById(message.id).lean<Message>()
  const sent = await sendMessage(core, manager, {
    conversationId: stored?.conversationId ?? '',
    content: { type: 'text', text: 'Слышно' },
  })
  for (const visitor of [here, there])
    await until('the answer', () => visitor.received.find(({ id }) => id === sent._id))
  here.leave()
  there.leave()
})

test('one message given to both processes at once is one', async () => {
  const here = new TestVisitor(first.url)
  const { token } = await here.hello()
  const there = new TestVisitor(second.url, token)
  await there.hello()
  const id = newId()
  const [a, b] = await Promise.all([here.say('Дважды', id), there.say('Дважды', id)])
  expect(a.message.id).toBe(b.message.id)
  expect(await cores[0]?.models.Message.countDocuments({ 'content.text': 'Дважды' })).toBe(1)
  here.leave()
  there.leave()
})

test('a process without HTTP still reaches visitors', async () => {
  const core = await buildCore({ databaseName })
  const worker = await startSiteChat(core, { httpServer: undefined, works: false })
  const visitor = new TestVisitor(first.url)
  await visitor.hello()
  const { message } = await visitor.say('Есть кто?')
  const stored = await core.models.Message.findById(message.id).lean<Message>()
  const conversation = await core.models.Conversation.findById(stored?.conversationId).lean()
  const id = newId()
  const result = await worker.chat.channel.send({
    deliveryId: newId(),
    messageId: id,
    seq: 99,
    chatId: conversation?.chatId ?? '',
    content: { type: 'text', text: 'Есть' },
    openFile: () => Promise.reject(new Error('no files here')),
  })
  expect(result).toEqual({ outcome: 'sent', externalIds: [`${conversation?.chatId}:${id}`] })
  await until('the message', () => visitor.received.find((received) => received.id === id))
  visitor.leave()
  await worker.stop()
  await core.connection.close()
})
