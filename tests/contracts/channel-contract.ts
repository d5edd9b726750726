import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import type { Capabilities } from '../../core/channel.js'
import { ManualClock } from '../../core/clock.js'
import { type Content, content as contentSchema, filesOf, plainText } from '../../core/content.js'
import type { Actor } from '../../core/context.js'
import { deleteMessage, editMessage } from '../../core/inbox/change-message.js'
import type { Conversation } from '../../core/inbox/conversation.model.js'
import type { Message } from '../../core/inbox/message.model.js'
import { listMessages } from '../../core/inbox/queries.js'
import { type SendMessage, sendMessage } from '../../core/inbox/send-message.js'
import { showTyping } from '../../core/inbox/show-typing.js'
import { translateDown } from '../../core/inbox/translate-down.js'
import { startTestApp, type TestApp } from '../factories/app.js'
import { testNow } from '../factories/core.js'
import { eventually } from '../factories/eventually.js'
import { buildStaff } from '../factories/people.js'
import { bytesOf, samples, toSay } from './contents.js'
import type { Heard, Outside, Person, Said } from './outside.js'

export interface ContractSubject {
  readonly capabilities: Capabilities
  readonly outside: Outside
  /** Folder of the adapter, for its README. */
  readonly folder: string
}

/** Only documents have names that people see. */
const isDocumentName = (name: string) => name.endsWith('.pdf')

/**
 * What every client channel must do, through the whole product. What is expected of one is read from its capabilities
 * and from what people can do out there, never from its name.
 */
export function channelContract({ capabilities: can, outside, folder }: ContractSubject): void {
  let app: TestApp
  let manager: Actor
  const people: Person[] = []

  beforeAll(async () => {
    const clock = new ManualClock(testNow)
    app = await startTestApp({ clock, env: (await outside.open?.(clock)) ?? {} })
    await outside.ready?.(app)
    manager = await buildStaff(app.otklik.core, 'admin', 'Ольга')
    // Messages here are only messages: no script answers them. A running process reads the setting every few seconds.
    await app.otklik.core.models.Setting.updateOne({ _id: 'dialogs' }, { $set: { 'value.default': null } })
    await app.restart()
  })
  afterEach(() => {
    for (const person of people.splice(0)) person.end()
  })
  afterAll(async () => {
    await app.close()
    await outside.close?.()
  })

  const meet = async (name: string) => {
    const person = await outside.meet(app, name)
    people.push(person)
    return person
  }
  const conversationOf = (person: Person) =>
    eventually(() =>
      app.otklik.core.models.Conversation.findOne({
        accountId: outside.accountId,
        chatId: person.chatId,
      })
        // What a transaction that begins now surely sees, too.
        .readConcern('majority')
        .lean<Conversation | null>(),
    )
  const messagesOf = async (person: Person) =>
    listMessages(app.otklik.core, { conversationId: (await conversationOf(person))._id, limit: 200 })
  const arrived = (person: Person, matches: (message: Message) => boolean) =>
    eventually(async () => (await messagesOf(person)).findLast((m) => m.direction === 'in' && matches(m)))
  const withWords = (words: string) => (message: Message) => plainText(message.content) === words
  const heard = (person: Person, matches: (heard: Heard) => boolean) =>
    eventually(async () => (await person.heard()).findLast(matches))
  const answer = async (person: Person, content: Content | string, more: Partial<SendMessage> = {}) =>
    sendMessage(app.otklik.core, manager, {
      conversationId: (await conversationOf(person))._id,
      content: typeof content === 'string' ? { type: 'text', text: content } : content,
      ...more,
    })
  const stateOf = async (messageId: string) =>
    (await app.otklik.core.models.Message.findById(messageId).lean<Message>())?.delivery
  const gone = (messageId: string) =>
    eventually(async () => !['queued', 'sending'].includes((await stateOf(messageId))?.state ?? 'queued'))
  /** Somebody whose conversation has begun. */
  const begun = async (name: string) => {
    const person = await meet(name)
    await person.say('Здравствуйте')
    await arrived(person, withWords('Здравствуйте'))
    return person
  }
  const storedBytes = async (content: Content) => {
    const { files } = app.otklik.core
    return Promise.all(
      filesOf(content).map(async ({ fileId }) => {
        await eventually(async () => (await files.info(fileId))?.state === 'ready')
        return bytesOf(await files.open(fileId))
      }),
    )
  }

  test('the registered channel has these capabilities', () => {
    expect(app.otklik.core.channels.get(outside.accountId).capabilities).toEqual(can)
  })

  test('the table in its README says what the capabilities say', async () => {
    const readme = await readFile(path.join(folder, 'README.md'), 'utf8')
    const rows = [...readme.matchAll(/^\|\s*(\w+)\s*\|\s*(yes|no)\s*\|\s*(yes|no)\s*\|/gm)]
    const types = contentSchema.options.map((option) => option.shape.type.value)
    expect(rows.map(([, type]) => type).sort()).toEqual([...types].sort())
    const saysYes = (column: number) => rows.filter((row) => row[column] === 'yes').map(([, type]) => type)
    expect(saysYes(2).sort()).toEqual([...can.receive].sort())
    expect(saysYes(3).sort()).toEqual([...can.send].sort())
  })

  test('a link into the chat, where there are such, carries its token', async () => {
    const channel = app.otklik.core.channels.get(outside.accountId)
    if (channel.entryLink) expect(await channel.entryLink('token-1')).toMatch(/^https:.*token-1/)
  })

  describe('from the person', () => {
    for (const type of can.receive.filter((each) => each !== 'choice')) {
      test(`${type} arrives whole`, async () => {
        const person = await meet(`Автор ${type}`)
        const said = toSay[type]
        if (!said) throw new Error(`the contract has no sample of ${type}`)
        await person.say(said)
        const { content, author, channel } = await arrived(person, (m) => m.content.type === type)
        expect({ kind: author.kind, channel }).toEqual({
          kind: 'client',
          channel: app.otklik.core.channels.get(outside.accountId).kind,
        })
        if ('caption' in said && said.caption) expect(content).toMatchObject({ caption: said.caption })
        const { file, files, ...fields } = { file: undefined, files: undefined, ...said } as Record<
          string,
          unknown
        > & { file?: { data: Buffer; name: string }; files?: { data: Buffer }[] }
        // Not every platform says what a sticker means.
        if (!('emoji' in content)) delete fields.emoji
        expect(content).toMatchObject(fields)
        const sent = [file, ...(files ?? [])].flatMap((each) => (each ? [each.data] : []))
        const stored = await eventually(async () => {
          const bytes = await storedBytes((await arrived(person, (m) => m.content.type === type)).content)
          return bytes.length === sent.length ? bytes : null
        })
        expect(stored.map((bytes, n) => bytes.equals(sent[n] as Buffer))).toEqual(sent.map(() => true))
        if (content.type === 'document') expect(content.file.name).toBe(file?.name)
        expect((await messagesOf(person)).filter((m) => m.direction === 'in')).toHaveLength(1)
      })
    }

    test('choices are shown, and the pressed one comes back under its id', async () => {
      const person = await begun('Выбирающий')
      const choices = [
        { id: 'mugs', label: 'Кружки' },
        { id: 'pens', label: 'Ручки с логотипом' },
      ]
      const asked = await answer(person, { type: 'choices', text: 'Что печатаем?', choices })
      const shown = await heard(person, ({ words }) => words.startsWith('Что печатаем?'))
      const asButtons = can.send.includes('choices') && can.maxButtons >= choices.length
      if (!asButtons) {
        expect(shown.words).toMatch(/1\. Кружки\n2\. Ручки с логотипом$/)
        return
      }
      expect(shown.buttons).toEqual(choices.map(({ label }) => label))
      await eventually(async () => (await stateOf(asked._id))?.state !== 'sending')
      await person.press('Ручки с логотипом')
      const { content } = await arrived(person, (m) => m.content.type === 'choice')
      expect(content).toEqual({ type: 'choice', choiceId: 'pens', label: 'Ручки с логотипом' })
    })

    test('handed over twice is stored once', async () => {
      const person = await meet('Повторяющийся')
      await person.say('Один раз')
      await arrived(person, withWords('Один раз'))
      await person.repeat()
      await person.repeat()
      await person.say('И дальше')
      await arrived(person, withWords('И дальше'))
      expect((await messagesOf(person)).map(({ content }) => plainText(content))).toEqual([
        'Один раз',
        'И дальше',
      ])
    })

    test('twenty at once keep their order', async () => {
      const person = await meet('Торопливый')
      const texts = Array.from({ length: 20 }, (_, n) => `Сообщение ${n + 1}`)
      await Promise.all(texts.map((text) => person.say(text)))
      await eventually(async () => (await messagesOf(person)).length >= texts.length)
      expect((await messagesOf(person)).map(({ content }) => plainText(content))).toEqual(texts)
    })

    if (outside.people.edit) {
      test('a changed message shows the new words and keeps the old', async () => {
        const person = await meet('Правящий')
        const id = await person.say('Нужно 100 штук')
        await arrived(person, withWords('Нужно 100 штук'))
        await person.edit(id, 'Нужно 150 штук')
        const message = await arrived(person, withWords('Нужно 150 штук'))
        expect(message.edits?.map(({ content }) => plainText(content))).toEqual(['Нужно 100 штук'])
        expect(await messagesOf(person)).toHaveLength(1)

        // In one breath: the edit must not be looked at before its message is stored.
        await person.say('Раз')
        await person.edit(await person.say('Два'), 'Два с половиной')
        await arrived(person, withWords('Два с половиной'))

        const pictureId = await person.say(toSay.image as Said)
        const before = (await arrived(person, (m) => m.content.type === 'image')).content
        await person.edit(pictureId, 'Вот такой')
        expect((await arrived(person, withWords('Вот такой'))).content).toEqual({
          ...before,
          caption: 'Вот такой',
        })
      })
    }
  })

  if (outside.people.react) {
    test('an emoji of the person stands on the message, another one in its place, and goes', async () => {
      const person = await begun('Довольный')
      const ours = await answer(person, 'Готово')
      const shown = await heard(person, ({ words }) => words === 'Готово')
      await eventually(async () => !['queued', 'sending'].includes((await stateOf(ours._id))?.state ?? ''))
      for (const emoji of ['👍', '❤', null]) {
        await person.react(shown.id, emoji)
        await eventually(async () => {
          const message = await app.otklik.core.models.Message.findById(ours._id).lean<Message>()
          return message?.reactions?.length === 1 && message.reactions[0]?.emoji === emoji
        })
      }
      expect((await messagesOf(person)).filter((m) => m.direction === 'in')).toHaveLength(1)
    })
  }

  if (outside.people.react && can.receive.includes('album')) {
    test('an emoji on any part of an album stands on the album', async () => {
      const person = await meet('Альбомный')
      const lastPart = await person.say(toSay.album as Said)
      const album = await arrived(
        person,
        ({ content }) => content.type === 'album' && content.files.length === 2,
      )
      await person.react(lastPart, '🔥')
      await eventually(async () => {
        const message = await app.otklik.core.models.Message.findById(album._id).lean<Message>()
        return message?.reactions?.[0]?.emoji === '🔥'
      })
    })
  }

  describe('to the person', () => {
    for (const type of Object.keys(samples) as (keyof typeof samples)[]) {
      test(`${type} is heard, translated down where it must be`, async () => {
        const person = await begun(`Читатель ${type}`)
        const { files } = app.otklik.core
        const content = await samples[type](async (file) =>
          files.save({ name: file.name, mimeType: file.mimeType, body: file.data, maxSize: 1_000_000 }),
        )
        const sent = await answer(person, content)
        await gone(sent._id)
        expect(['sent', 'delivered', 'read']).toContain((await stateOf(sent._id))?.state)
        const expected = translateDown(content, can)
        const seen = await eventually(async () => {
          const all = await person.heard()
          return all.length >= expected.length ? all : null
        })
        expect(seen.map(summary)).toEqual(await Promise.all(expected.map((part) => expectedSummary(part))))
      })
    }

    const expectedSummary = async (content: Content) => ({
      words: ['sticker', 'contact'].includes(content.type) ? '' : plainText(content),
      buttons: 'choices' in content ? content.choices.map(({ label }) => label) : [],
      files: (await storedBytes(content)).map((bytes) => bytes.toString('base64')),
      names: content.type === 'document' ? [content.file.name].filter(isDocumentName) : [],
      place:
        content.type === 'location'
          ? { latitude: content.latitude, longitude: content.longitude }
          : undefined,
      contact: content.type === 'contact' ? { phone: content.phone, name: content.name } : undefined,
    })
    const summary = ({ words, buttons, files, place, contact }: Heard) => ({
      words,
      buttons,
      files: files.map(({ data }) => data.toString('base64')),
      names: files.map(({ name }) => name).filter(isDocumentName),
      place,
      contact,
    })

    test('a long text is heard whole, in parts that fit', async () => {
      const person = await begun('Терпеливый')
      const length = Math.min(64_000, Math.floor(can.maxText * 2.5))
      const text = 'Печать на кружках '
        .repeat(Math.ceil(length / 18))
        .slice(0, length)
        .trim()
      await answer(person, text)
      const parts = Math.ceil(text.length / can.maxText)
      const seen = await eventually(async () => {
        const all = await person.heard()
        return all.length >= parts ? all : null
      })
      expect(seen.map(({ words }) => words).join(' ')).toBe(text)
      expect(seen.every(({ words }) => words.length <= can.maxText)).toBe(true)
    })

    test('many at once keep their order', async () => {
      const person = await begun('Слушающий')
      // More than the platform lets through at once, so that pacing is a part of it; no more than passes in 10 s.
      const beyond = Math.max(1, Math.min(3, Math.floor(can.pace.perChatPerSecond * 10)))
      const texts = Array.from(
        { length: Math.min(20, can.pace.chatBurst + beyond) },
        (_, n) => `Ответ ${n + 1}`,
      )
      for (const text of texts) await answer(person, text)
      await heard(person, ({ words }) => words === texts.at(-1))
      expect((await person.heard()).map(({ words }) => words)).toEqual(texts)
    })

    test('a file that is too large, or not there any more, says so and goes nowhere', async () => {
      const person = await begun('Ждущий файл')
      const { files } = app.otklik.core
      const body = Buffer.from('%PDF-1.4 прайс')
      const file = await files.save({ name: 'прайс.pdf', mimeType: 'application/pdf', body, maxSize: 1_000 })
      const large = { ...file, size: can.maxFileOut + 1 }
      await expect(answer(person, { type: 'document', file: large })).rejects.toMatchObject({
        code: 'file-too-large',
        params: { name: 'прайс.pdf' },
      })
      await files.retire(file.fileId)
      const sent = await answer(person, { type: 'document', file })
      await eventually(async () => (await stateOf(sent._id))?.state === 'failed')
      expect((await stateOf(sent._id))?.reason).toEqual({ code: 'file-removed' })
      expect(await person.heard()).toEqual([])
    })

    test('our correction of words and of a caption stands in their place, or is refused', async () => {
      const person = await begun('Читающий правку')
      const { core } = app.otklik
      const image = await samples.image(async (file) =>
        core.files.save({ name: file.name, mimeType: file.mimeType, body: file.data, maxSize: 1_000_000 }),
      )
      const said = [await answer(person, 'Готово в среду'), await answer(person, image)]
      await eventually(async () => (await person.heard()).length === said.length)
      for (const { _id } of said) await gone(_id)
      const before = await person.heard()
      const edit = (index: number, text: string) =>
        editMessage(core, manager, { messageId: said[index]?._id ?? '', text })
      if (!can.edit) {
        for (const index of said.keys())
          await expect(edit(index, 'Готово в пятницу')).rejects.toMatchObject({
            code: 'content-not-supported',
          })
        return
      }
      await edit(0, 'Готово в пятницу')
      await edit(1, 'Вид спереди')
      const words = ['Готово в пятницу', 'Вид спереди']
      await eventually(async () =>
        (await person.heard()).every((heard, index) => heard.words === words[index]),
      )
      expect(await person.heard()).toEqual(before.map((heard, index) => ({ ...heard, words: words[index] })))
      await eventually(async () => {
        const now = (await messagesOf(person)).filter(({ direction }) => direction === 'out')
        return now.every(({ change, content }, index) => !change && plainText(content) === words[index])
      })
    })

    test('what we take back is gone for the person, or that is refused', async () => {
      const person = await begun('Не успевший')
      const sent = await answer(person, 'Не вам')
      await answer(person, 'А это вам')
      await heard(person, ({ words }) => words === 'А это вам')
      await gone(sent._id)
      const remove = () => deleteMessage(app.otklik.core, manager, { messageId: sent._id })
      if (!can.remove) {
        await expect(remove()).rejects.toMatchObject({ code: 'content-not-supported' })
        return
      }
      await remove()
      await eventually(async () => (await messagesOf(person)).some(({ removed }) => removed?.by === 'team'))
      expect((await person.heard()).map(({ words }) => words)).toEqual(['А это вам'])
    })

    test('"typing…" shows where it can', async () => {
      const person = await begun('Ждущий')
      await showTyping(app.otklik.core, (await conversationOf(person))._id)
      if (can.typing) await eventually(() => person.sawTyping())
      else expect(await person.sawTyping()).toBe(false)
    })

    test('the state of a message is what the platform knows of it', async () => {
      const person = await begun('Читающий')
      const sent = await answer(person, 'Прочтите')
      await heard(person, ({ words }) => words === 'Прочтите')
      await eventually(async () => (await stateOf(sent._id))?.state === 'sent')
      await person.read()
      const state = can.receipts.includes('read') ? 'read' : 'sent'
      await eventually(async () => (await stateOf(sent._id))?.state === state)
    })
  })

  describe('an answer to a certain message', () => {
    test('of the person says which one it answers', async () => {
      const person = await begun('Отвечающий')
      const ours = await answer(person, 'Какой тираж?')
      const shown = await heard(person, ({ words }) => words === 'Какой тираж?')
      const platformId = await eventually(
        async () => (await app.otklik.core.models.Message.findById(ours._id).lean<Message>())?.externalId,
      )
      await person.say('Сто', { replyTo: shown.id })
      const message = await arrived(person, withWords('Сто'))
      expect(message.replyToExternalId).toBe(can.replies ? platformId : undefined)
    })

    for (const type of ['text', 'image', 'album', 'document'] as const) {
      test(`of ours shows it beside ${type}`, async () => {
        const person = await meet(`Спросивший ${type}`)
        const id = await person.say('Есть такие?')
        const question = await arrived(person, withWords('Есть такие?'))
        const { files } = app.otklik.core
        const content = await samples[type](async (file) =>
          files.save({ name: file.name, mimeType: file.mimeType, body: file.data, maxSize: 1_000_000 }),
        )
        await answer(person, content, { replyToId: question._id })
        const shown = await heard(person, () => true)
        expect(shown.replyTo).toBe(can.replies ? id : undefined)
      })
    }
  })

  const { remove } = outside.people
  if (remove) {
    test('what the person deleted is marked where the platform tells, and an answer to it arrives all the same', async () => {
      const person = await meet('Передумавший')
      const id = await person.say('Не то написал')
      const message = await arrived(person, withWords('Не то написал'))
      await person.remove(id)
      if (remove === 'told')
        await eventually(
          async () =>
            (await app.otklik.core.models.Message.findById(message._id).lean<Message>())?.removed?.by ===
            'client',
        )
      const sent = await answer(person, 'Ничего страшного', { replyToId: message._id })
      await heard(person, ({ words }) => words === 'Ничего страшного')
      await eventually(async () => !['queued', 'sending'].includes((await stateOf(sent._id))?.state ?? ''))
      expect(['sent', 'delivered', 'read']).toContain((await stateOf(sent._id))?.state)
    })
  }

  if (outside.people.leave) {
    test('a person who shut us out is known for it, and can be written to when back', async () => {
      const person = await begun('Ушедший')
      await person.leave()
      await eventually(async () => !(await conversationOf(person)).reachable)
      await expect(answer(person, 'Вы где?')).rejects.toMatchObject({ code: 'conversation-unreachable' })
      await person.comeBack()
      await eventually(async () => (await conversationOf(person)).reachable)
      await answer(person, 'С возвращением')
      await heard(person, ({ words }) => words === 'С возвращением')
    })
  }

  test('a restart keeps everything, and nothing is heard twice', async () => {
    const person = await begun('Постоянный')
    await answer(person, 'До перезапуска')
    await heard(person, ({ words }) => words === 'До перезапуска')
    const before = (await messagesOf(person)).map(({ _id, seq }) => ({ _id, seq }))
    const { _id: conversationId } = await conversationOf(person)

    await app.restart()

    await person.say('Я снова тут')
    await arrived(person, withWords('Я снова тут'))
    expect((await conversationOf(person))._id).toBe(conversationId)
    await answer(person, 'После перезапуска')
    await heard(person, ({ words }) => words === 'После перезапуска')
    expect((await person.heard()).map(({ words }) => words)).toEqual(['До перезапуска', 'После перезапуска'])
    expect((await messagesOf(person)).slice(0, before.length).map(({ _id, seq }) => ({ _id, seq }))).toEqual(
      before,
    )
  })
}
