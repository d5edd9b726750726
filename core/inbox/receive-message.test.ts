import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { buildCore, type TestCore } from '../../tests/factories/core.js'
import { buildInbound } from '../../tests/factories/inbound.js'
import { system } from '../context.js'
import { DialogRunner } from '../dialogs/dialog-runner.js'
import type { Dialogs } from '../dialogs/dialogs.js'
import { ScriptLibrary } from '../dialogs/script-library.js'
import { newId } from '../ids.js'
import { Wake } from '../wake.js'
import { closeConversation, snoozeConversation } from './close-conversation.js'
import { labelConversation } from './label-conversation.js'
import { Inbox } from './receive-message.js'

let core: TestCore
let inbox: Inbox

beforeAll(async () => {
  core = await buildCore()
  inbox = new Inbox(core, new DialogRunner(new ScriptLibrary(core)))
})
afterAll(() => core.close())

describe('receiving', () => {
  test('a first message opens a conversation and an inquiry and tells of both in one commit', async () => {
    const inbound = buildInbound({ text: 'Здравствуйте', origin: { startPayload: 'autumn' } })
    const { messageId, conversationId, duplicate } = await inbox.receive(inbound)
    expect(duplicate).toBe(false)
    const conversation = await core.models.Conversation.findById(conversationId).lean()
    expect(conversation).toMatchObject({ title: inbound.from.name, status: 'open', unreadCount: 1 })
    const inquiry = await core.models.Inquiry.findById(conversation?.inquiryId).lean()
    expect(inquiry).toMatchObject({
      status: 'waiting',
      byNumber: 'primary',
      source: 'autumn',
      conversationId,
    })
    expect(inquiry?.number).toBeGreaterThan(0)
    const events = await core.models.Event.find({ stream: conversationId }).sort({ seq: 1 }).lean()
    expect(events.map((e) => e.type)).toEqual(['inquiry.opened', 'message.received'])
    expect(events[1]?.payload).toMatchObject({ messageId })
  })

  test('ten first messages at once make one conversation and one inquiry, in order', async () => {
    const person = `burst-${newId()}`
    const sent = Array.from({ length: 10 }, (_, i) => buildInbound({ person, text: `${i}` }))
    await Promise.all(sent.map((inbound) => inbox.receive(inbound)))
    const conversations = await core.models.Conversation.find({ chatId: person }).lean()
    expect(conversations).toHaveLength(1)
    expect(await core.models.Inquiry.countDocuments({ conversationId: conversations[0]?._id })).toBe(1)
    const messages = await core.models.Message.find({ conversationId: conversations[0]?._id })
      .sort({ seq: 1 })
      .lean()
    expect(messages.map((m) => (m.content.type === 'text' ? m.content.text : ''))).toEqual(
      sent.map((_, i) => `${i}`),
    )
  })

  test('two processes getting the same first messages agree', async () => {
    const other = new Inbox(core, new DialogRunner(new ScriptLibrary(core)))
    const person = `twins-${newId()}`
    const sent = Array.from({ length: 5 }, () => buildInbound({ person }))
    const received = await Promise.all(
      sent.flatMap((inbound) => [inbox.receive(inbound), other.receive(inbound)]),
    )
    expect(new Set(received.map((r) => r.conversationId)).size).toBe(1)
    expect(await core.models.Message.countDocuments({ conversationId: received[0]?.conversationId })).toBe(5)
    expect(await core.models.Conversation.countDocuments({ chatId: person })).toBe(1)
  })

  test('a duplicate is a success that changes nothing', async () => {
    const inbound = buildInbound()
    const first = await inbox.receive(inbound)
    const again = await Promise.all([inbox.receive(inbound), inbox.receive(inbound)])
    expect(again).toEqual([1, 2].map(() => ({ ...first, duplicate: true })))
    expect(await core.models.Conversation.findById(first.conversationId).lean()).toMatchObject({
      unreadCount: 1,
    })
  })

  test('what is remembered of a conversation is never believed against what others have changed since', async () => {
    // Of another process nothing is heard here.
    const elsewhere = { ...core, wake: new Wake() }
    const [here, there] = [core, elsewhere].map(
      (each) => new Inbox(each, new DialogRunner(new ScriptLibrary(each))),
    )
    const person = `elsewhere-${newId()}`
    const { conversationId } = await (here as Inbox).receive(buildInbound({ person }))
    await snoozeConversation(elsewhere, system, {
      conversationId,
      until: new Date(core.clock.now().getTime() + 60_000),
    })
    await (there as Inbox).receive(buildInbound({ person }))
    await labelConversation(elsewhere, system, { conversationId, labels: ['важно'] })
    await Promise.all([1, 2, 3].map(() => (here as Inbox).receive(buildInbound({ person }))))
    const conversation = await core.models.Conversation.findById(conversationId).lean()
    expect(conversation).toMatchObject({ status: 'open', labels: ['важно'], unreadCount: 5 })
    const messages = await core.models.Message.find({ conversationId }).lean()
    expect(new Set(messages.map(({ seq }) => seq)).size).toBe(5)
  })

  test('a duplicate is found by the commit too, when nothing was read before it', async () => {
    const fresh = new Inbox(core, new DialogRunner(new ScriptLibrary(core)))
    const inbound = buildInbound()
    const first = await fresh.receive(inbound)
    expect(await fresh.receive(inbound)).toEqual({ ...first, duplicate: true })
    const [again, next] = await Promise.all([fresh.receive(inbound), fresh.receive(buildInbound())])
    expect([again?.duplicate, next?.duplicate]).toEqual([true, false])
  })

  test('the parts of an album are one message, whether they come together or one by one, however often', async () => {
    const person = `album-${newId()}`
    const part = (n: number) =>
      buildInbound({
        person,
        externalId: `${person}:part${n}`,
        albumId: 'A',
        content: {
          type: 'album',
          files: [{ fileId: `f${n}`, name: `${n}.jpg`, mimeType: 'image/jpeg', size: n }],
        },
        pendingFiles: [{ fileId: `${person}-f${n}`, remote: {} }],
      })
    await Promise.all([inbox.receive(part(1)), inbox.receive(part(2))])
    await inbox.receive(part(3))
    await inbox.receive(part(2))
    const messages = await core.models.Message.find({
      accountId: 'telegram:main',
      externalId: `${person}:album:A`,
    }).lean()
    expect(messages).toHaveLength(1)
    const [album] = messages
    expect(album?.content.type === 'album' ? album.content.files.map((f) => f.fileId) : []).toEqual([
      'f1',
      'f2',
      'f3',
    ])
  })

  test('what people do with one part of an album is done to the album', async () => {
    const person = `part-${newId()}`
    const part = (n: number, identity = `bytes ${n}`) => {
      const fileId = newId()
      return {
        content: {
          type: 'album' as const,
          files: [{ fileId, name: `${n}.jpg`, mimeType: 'image/jpeg', size: n }],
        },
        pendingFiles: [{ fileId, remote: {}, identity }],
      }
    }
    const keyOf = (n: number) => `${person}:part${n}`
    for (const n of [1, 2])
      await inbox.receive(buildInbound({ person, externalId: keyOf(n), albumId: 'A', ...part(n) }))
    const read = () =>
      core.models.Message.findOne({ accountId: 'telegram:main', externalId: `${person}:album:A` }).lean()
    const before = await read()

    for (const [n, emoji] of [
      [1, '👍'],
      [2, '❤'],
      [2, '🔥'],
    ] as const)
      await inbox.reaction({
        kind: 'reaction',
        accountId: 'telegram:main',
        externalId: keyOf(n),
        from: person,
        emoji,
        at: new Date(),
      })
    expect((await read())?.reactions?.map(({ emoji }) => emoji)).toEqual(['👍', '🔥'])

    const edit = (n: number, edition: number, now: ReturnType<typeof part>) =>
      inbox.edit({
        kind: 'edit',
        accountId: 'telegram:main',
        externalId: keyOf(n),
        album: { chatId: person, id: 'A' },
        words: null,
        edition,
        ...now,
      })
    await edit(2, 5, part(2))
    expect((await read())?.content).toEqual(before?.content)
    const other = part(2, 'other bytes')
    await edit(2, 6, other)
    // Each part has editions of its own; a late repeat of one changes nothing.
    await edit(1, 4, part(1, 'other first bytes'))
    await edit(2, 5, part(2, 'late bytes'))
    const { content, edits } = (await read()) ?? {}
    const fileIds = content?.type === 'album' ? content.files.map(({ fileId }) => fileId) : []
    expect(fileIds[1]).toBe(other.content.files[0]?.fileId)
    expect(edits).toHaveLength(2)
    for (const fileId of fileIds)
      expect(await core.models.File.findById(fileId).lean()).toMatchObject({ state: 'pending' })
  })

  test('a picture that the client puts in the place of another is followed, with its words', async () => {
    const image = (identity: string, caption: string) => {
      const file = { fileId: newId(), name: 'photo.jpg', mimeType: 'image/jpeg', size: 7 }
      return {
        content: { type: 'image' as const, file, caption },
        pendingFiles: [{ fileId: file.fileId, remote: {}, identity }],
      }
    }
    const inbound = buildInbound(image('first', 'Логотип'))
    const { messageId } = await inbox.receive(inbound)
    const edit = (edition: number, now: ReturnType<typeof image>) =>
      inbox.edit({
        kind: 'edit',
        accountId: inbound.accountId,
        externalId: inbound.externalId,
        words: now.content.caption,
        edition,
        ...now,
      })
    const read = async () => (await core.models.Message.findById(messageId).lean())?.content
    await edit(1, image('first', 'Логотип, вот'))
    expect(await read()).toEqual({ ...inbound.content, caption: 'Логотип, вот' })
    const second = image('second', 'Логотип новый')
    await edit(2, second)
    expect(await read()).toEqual(second.content)
    expect(await core.models.File.findById(second.content.file.fileId).lean()).toMatchObject({
      state: 'pending',
      identity: 'second',
    })
  })

  test('a closed conversation opens again with an inquiry of its own', async () => {
    const person = `again-${newId()}`
    const fresh = new Inbox(core, new DialogRunner(new ScriptLibrary(core)))
    const { conversationId } = await fresh.receive(buildInbound({ person }))
    const before = await core.models.Conversation.findById(conversationId).lean()
    await closeConversation(core, system, { conversationId })
    await fresh.receive(buildInbound({ person }))
    const after = await core.models.Conversation.findById(conversationId).lean()
    expect(after?.status).toBe('open')
    expect(after?.inquiryId).not.toBe(before?.inquiryId)
    expect(await core.models.Inquiry.findById(after?.inquiryId).lean()).toMatchObject({ byNumber: 'repeat' })
  })

  test('a batch that never ends is given back: others are stored meanwhile, and it is there once when it comes again', async () => {
    const hasty = new Inbox(core, new DialogRunner(new ScriptLibrary(core)), 1_000)
    const person = `held-${newId()}`
    const { conversationId } = await hasty.receive(buildInbound({ person }))
    const session = await core.connection.startSession()
    session.startTransaction()
    await core.models.Conversation.updateOne(
      { _id: conversationId },
      { $inc: { unreadCount: 1 } },
      { session },
    )
    const held = buildInbound({ person, text: 'Вы там?' })
    await expect(hasty.receive(held)).rejects.toMatchObject({ code: 'database-unavailable' })
    expect(await hasty.receive(buildInbound())).toMatchObject({ duplicate: false })
    await session.abortTransaction()
    await session.endSession()

    const { messageId } = await hasty.receive(held)
    const rows = await core.models.Message.find({ conversationId, direction: 'in' }).sort({ seq: 1 }).lean()
    expect(rows.map(({ externalId }) => externalId)).toEqual([expect.any(String), held.externalId])
    expect(rows[1]?._id).toBe(messageId)
  })

  test('one message that cannot be stored as it is spoils nothing: it is there, and says that it could not be read', async () => {
    const bad = buildInbound({ text: 'x'.repeat(17 * 1024 * 1024) })
    const [one, other] = [buildInbound(), buildInbound()]
    const received = await Promise.all([one, bad, other].map((inbound) => inbox.receive(inbound)))
    const [first, broken, last] = await Promise.all(
      received.map(({ messageId }) => core.models.Message.findById(messageId).lean()),
    )
    expect([first?.content, last?.content]).toEqual([one.content, other.content])
    expect(broken?.content).toEqual({ type: 'unsupported', kind: 'unreadable' })
  })

  test('a script that throws does not take the message with it: a person is asked for', async () => {
    const dialogs: Dialogs = {
      prepare: async () => undefined,
      startsFor: () => false,
      take: async () => {
        throw new Error('a defect of the script')
      },
    }
    const { conversationId } = await inbox.receive(buildInbound({ person: 'broken-script' }))
    const dialog = {
      scriptId: 's',
      version: 1,
      status: 'running',
      step: 'q',
      answers: {},
      history: [],
      retries: 0,
      updatedAt: '',
    }
    await core.models.Conversation.collection.updateOne(
      { _id: conversationId as never },
      { $set: { dialog } },
    )
    const inbound = buildInbound({ person: 'broken-script', text: 'кружки' })
    const { messageId } = await new Inbox(core, dialogs).receive(inbound)
    expect(await core.models.Message.findById(messageId).lean()).toMatchObject({ content: inbound.content })
    expect(await core.models.Conversation.findById(conversationId).lean()).toMatchObject({
      dialog: { status: 'handed-over' },
    })
    expect(
      await core.models.Event.countDocuments({ stream: conversationId, type: 'dialog.handed-over' }),
    ).toBe(1)
  })
})
