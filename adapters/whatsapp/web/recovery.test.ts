import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type WAWebJS from 'whatsapp-web.js'
import type { InboundMessage } from '../../../core/channel.js'
import { ensureEnvironmentAccount } from '../../../core/channel-accounts/ensure-environment-account.js'
import { explainState } from '../../../core/channel-accounts/explain-state.js'
import { type Clock, systemClock } from '../../../core/clock.js'
import { plainText } from '../../../core/content.js'
import { DialogRunner } from '../../../core/dialogs/dialog-runner.js'
import { ScriptLibrary } from '../../../core/dialogs/script-library.js'
import { OtklikError } from '../../../core/errors.js'
import { Inbox, type Received } from '../../../core/inbox/receive-message.js'
import type { WireMessage } from '../../../sandbox/whatsapp/web/protocol.js'
import { createWhatsAppSandbox, type WhatsAppSandbox } from '../../../sandbox/whatsapp/web/sandbox.js'
import { buildCore, type TestCore } from '../../../tests/factories/core.js'
import { eventually } from '../../../tests/factories/eventually.js'
import { scanCode } from '../../../tests/factories/scan-code.js'
import { restartWait, WhatsAppWebChannel, type WhatsAppWebOptions } from './channel.js'
import { mayBecome } from './send.js'

const accountId = 'whatsapp:main'
/** A browser that starts on a busy machine. */
const patience = 60_000

/** The time of both sides; hours pass at once. */
let laterMs = 0
const clock: Clock = { now: () => new Date(systemClock.now().getTime() + laterMs) }

let core: TestCore
let sandbox: WhatsAppSandbox
let dataDir: string
let resolve: string
let closeSandbox: () => Promise<void>
let channel: WhatsAppWebChannel
let running: Promise<void>

beforeAll(async () => {
  core = await buildCore({ clock })
  sandbox = createWhatsAppSandbox({ clock, refMs: 5_000 })
  dataDir = await mkdtemp(path.join(tmpdir(), 'otklik-whatsapp-'))
  const { resolve: address, close } = await sandbox.listen()
  resolve = address
  closeSandbox = close
  await ensureEnvironmentAccount(core, {
    accountId,
    kind: 'whatsapp-web',
    channel: 'whatsapp',
    name: 'WhatsApp',
  })
  channel = makeChannel()
  begin()
  await paired()
})
afterAll(async () => {
  await end()
  await closeSandbox()
  await core.close()
  await rm(dataDir, { recursive: true, force: true })
})

function makeChannel(more: Partial<WhatsAppWebOptions> = {}): WhatsAppWebChannel {
  return new WhatsAppWebChannel({
    core,
    inbox: new Inbox(core, new DialogRunner(new ScriptLibrary(core))),
    accountId,
    dataDir,
    resolve,
    ...(process.env.CHROMIUM_PATH ? { chromiumPath: process.env.CHROMIUM_PATH } : {}),
    ...more,
    limits: {
      look: 200,
      restart: 100,
      takeover: 300,
      text: 2_000,
      blocked: 500,
      start: 30_000,
      ...more.limits,
    },
  })
}

/** For as long as it is cut, the database does not take what this person says. */
class CutInbox extends Inbox {
  cut = true
  refused = 0

  constructor(private readonly who: string) {
    super(core, new DialogRunner(new ScriptLibrary(core)))
  }

  override receive(inbound: InboundMessage): Promise<Received> {
    if (!this.cut || inbound.chatId !== sandbox.widOf(this.who)) return super.receive(inbound)
    this.refused += 1
    return Promise.reject(new OtklikError('database-unavailable'))
  }
}

/** A message of any shape, as if it came from WhatsApp. */
function inject(remote: string, id: string, message: Partial<WireMessage> & { type: string }): void {
  const t = Math.floor(clock.now().getTime() / 1_000)
  const key = { fromMe: false, remote, id: `3A${id}` }
  sandbox.inject({ id: key, t, from: remote, to: '79130000001@c.us', ack: 1, ...message })
}

function begin(): void {
  running = channel.start(new AbortController().signal)
}

async function end(): Promise<void> {
  await channel.stop()
  await running
}

const state = async () =>
  (await core.models.ChannelAccount.findById(accountId).lean<{ state: Record<string, unknown> }>())?.state
const inPhase = (phase: string) =>
  eventually(async () => {
    const now = await state()
    return now?.phase === phase && now
  }, patience)
const paired = async () => {
  await scanCode(
    sandbox,
    async () => {
      const now = await state()
      return now?.phase === 'pairing' && typeof now.qr === 'string' ? now.qr : undefined
    },
    patience,
  )
  await inPhase('ready')
}
const wordsOf = async (who: string) => {
  const rows = await core.models.Message.find({ channel: 'whatsapp' }).sort({ seq: 1 }).lean()
  const conversation = await core.models.Conversation.findOne({ chatId: sandbox.widOf(who) }).lean()
  return rows
    .filter((row) => row.conversationId === conversation?._id)
    .map(({ content }) => plainText(content))
}
const arrives = (who: string, text: string) =>
  eventually(async () => (await wordsOf(who)).includes(text), patience)
const send = (who: string, text: string) =>
  channel.send({
    deliveryId: `d-${text}`,
    chatId: sandbox.widOf(who),
    content: { type: 'text', text },
    openFile: () => Promise.reject(new Error('no file')),
  })
const heard = async (who: string) =>
  (await sandbox.user(who).messages()).filter(({ from }) => from?.is_bot).map(({ text }) => text)
describe('a linked phone', () => {
  test('whose browser is killed comes back, catches up, and has nothing twice', async () => {
    const anna = sandbox.user('Анна')
    await anna.sendText('До')
    await arrives('Анна', 'До')
    const pid = channel.browserPid()
    expect(pid).toBeGreaterThan(0)
    process.kill(pid as number, 'SIGKILL')
    await eventually(async () => !sandbox.online, patience)
    const edited = await anna.sendText('Пока вас не было')
    await anna.edit(edited.message_id, 'Пока вас совсем не было')
    await anna.sendText('И ещё')
    await inPhase('ready')
    await arrives('Анна', 'И ещё')
    await anna.sendText('После')
    await arrives('Анна', 'После')
    expect(await wordsOf('Анна')).toEqual(['До', 'Пока вас совсем не было', 'И ещё', 'После'])
    expect(await send('Анна', 'Мы снова здесь')).toMatchObject({ outcome: 'sent' })
  })

  test('whose network goes says so and catches up by itself', async () => {
    sandbox.dropSockets()
    await eventually(async () => !sandbox.online, patience)
    await sandbox.user('Анна').sendText('Без сети')
    await arrives('Анна', 'Без сети')
    await inPhase('ready')
    await sandbox.user('Анна').sendText('Сеть вернулась')
    await arrives('Анна', 'Сеть вернулась')
    expect((await wordsOf('Анна')).filter((text) => text === 'Без сети')).toHaveLength(1)
  })

  test('whose page loads itself anew goes on, also when what it loads is an error page', async () => {
    for (const dead of [false, true]) {
      if (dead) sandbox.faults.add({ kind: 'no-page', times: 1 })
      sandbox.reload()
      // A page that is back at once may have been gone for less than a look.
      if (dead) await inPhase('disconnected')
      await sandbox.user('Анна').sendText(dead ? 'Страница мертва' : 'Страница обновилась')
      await inPhase('ready')
      await arrives('Анна', dead ? 'Страница мертва' : 'Страница обновилась')
    }
    const all = await wordsOf('Анна')
    expect(all.filter((text) => text.startsWith('Страница'))).toEqual([
      'Страница обновилась',
      'Страница мертва',
    ])
  }, 90_000)

  test('whose start hangs says that WhatsApp does not answer, begins anew and waits longer each time', async () => {
    await end()
    channel = makeChannel({ limits: { start: 6_000 } })
    sandbox.faults.add({ kind: 'no-page', times: 1 })
    await sandbox.user('Вера').sendText('Пока не открывалось')
    begin()
    expect((await inPhase('disconnected')).reason).toBe('platform-down')
    await arrives('Вера', 'Пока не открывалось')
    await inPhase('ready')
    expect([0, 1, 2, 5, 6, 60].map((failures) => restartWait(failures, 1_000))).toEqual([
      1_000, 2_000, 4_000, 32_000, 60_000, 60_000,
    ])
  }, 90_000)

  test('hears groups, statuses and broadcasts only where the settings say so; a group is one conversation', async () => {
    const say = (remote: string, body: string, author?: string) =>
      sandbox.inject({
        id: { fromMe: false, remote, id: `3A${body}` },
        type: 'chat',
        t: Math.floor(Date.now() / 1_000),
        from: remote,
        to: '79130000001@c.us',
        ...(author ? { author, notifyName: 'Игорь' } : {}),
        ack: 1,
        body,
        ...(body === 'Ещё из группы' ? { isForwarded: true } : {}),
      })
    await end()
    channel = makeChannel({ listening: { groups: true } })
    await sandbox.user('Вера').sendText('Слушаете?')
    begin()
    // The state of the session before still says "ready"; a message that came says that this one is.
    await arrives('Вера', 'Слушаете?')
    say('status@broadcast', 'Статус')
    say('111222333@newsletter', 'Рассылка')
    for (const body of ['Из группы', 'Ещё из группы']) say('120363000000@g.us', body, '79131110000@c.us')
    const stored = await eventually(async () => {
      const rows = await core.models.Message.find({ 'content.text': /групп|Статус|Рассылка/ }).lean()
      return rows.length >= 2 && rows
    }, patience)
    expect(stored.map(({ content }) => plainText(content))).toEqual([
      'Игорь: Из группы',
      'Игорь: Ещё из группы',
    ])
    expect(new Set(stored.map(({ conversationId }) => conversationId)).size).toBe(1)
    expect(stored.map(({ forwarded }) => forwarded)).toEqual([undefined, {}])
    // Who speaks is still to be seen when the words are changed.
    sandbox.injectChange(
      { fromMe: false, remote: '120363000000@g.us', id: '3AИз группы' },
      { body: 'Из группы, исправлено', latestEditSenderTimestampMs: Date.now() },
    )
    await eventually(
      async () =>
        (await core.models.Message.countDocuments({ 'content.text': 'Игорь: Из группы, исправлено' })) === 1,
      patience,
    )
  }, 60_000)

  test('that another browser took is taken back', async () => {
    sandbox.conflict()
    const lost = await inPhase('disconnected')
    expect(lost.reason).toBe('session-conflict')
    await inPhase('ready')
  })

  test('that was synchronised before the library listened is heard all the same', async () => {
    await end()
    sandbox.faults.add({ kind: 'early-sync', times: 1 })
    await sandbox.user('Борис').sendText('Слышно?')
    begin()
    await arrives('Борис', 'Слышно?')
    await sandbox.user('Борис').sendText('А теперь?')
    await arrives('Борис', 'А теперь?')
  })

  test('starts over a lock that a dead browser left behind', async () => {
    await end()
    const profile = path.join(dataDir, 'whatsapp', 'whatsapp_main', 'session')
    await rm(path.join(profile, 'SingletonLock'), { force: true })
    await symlink(`${hostname()}-999999`, path.join(profile, 'SingletonLock'))
    begin()
    await inPhase('ready')
  })

  test('that is unlinked asks for a new code and goes on where it was', async () => {
    sandbox.unlink()
    const pairing = await inPhase('pairing')
    expect(pairing).toBeDefined()
    await sandbox.user('Борис').sendText('Пока телефон был отвязан')
    await paired()
    await arrives('Борис', 'Пока телефон был отвязан')
    expect(await wordsOf('Борис')).toEqual(['Слышно?', 'А теперь?', 'Пока телефон был отвязан'])
  })

  test('is linked by a code as well', async () => {
    await end()
    sandbox.unlink()
    await rm(path.join(dataDir, 'whatsapp', 'whatsapp_main', 'session'), { recursive: true, force: true })
    channel = makeChannel({ pairingPhone: '+7 913 000-00-01' })
    begin()
    const pairing = await eventually(async () => {
      const now = await state()
      return now?.phase === 'pairing' && typeof now.pairingCode === 'string' && now
    }, patience)
    expect(pairing.pairingCode).toMatch(/^[A-Z1-9]{8}$/)
    sandbox.enterCode(String(pairing.pairingCode))
    await inPhase('ready')
  })

  test('that WhatsApp blocked says so with advice, and works again when it may', async () => {
    sandbox.ban()
    expect((await inPhase('banned')).reason).toBe('banned')
    for (const locale of ['ru', 'en'] as const)
      expect(explainState({ phase: 'banned', reason: 'banned' }, locale)).toEqual({
        phase: expect.stringMatching(/Заблокирован|Banned|Blocked/i),
        what: expect.stringMatching(/заблокирован|banned|blocked/i),
        advice: expect.stringMatching(/поддержк|support/i),
      })
    sandbox.unban()
    await inPhase('ready')
  })

  test('whose catching up is cut off after hours of absence loses nothing and keeps the order', async () => {
    const [first, second] = [sandbox.user('Первая'), sandbox.user('Вторая')]
    for (const who of ['Первая', 'Вторая']) {
      await sandbox.user(who).sendText('На связи')
      await arrives(who, 'На связи')
    }
    await end()
    await second.sendText('Три часа назад')
    laterMs += 3 * 3_600_000
    await first.sendText('Только что')
    const inbox = new CutInbox('Вторая')
    channel = makeChannel({ inbox })
    begin()
    await arrives('Первая', 'Только что')
    await inPhase('syncing')
    await second.sendText('Пока вы догоняли')
    const { refused } = inbox
    await eventually(async () => inbox.refused > refused + 4, patience)
    inbox.cut = false
    await end()
    channel = makeChannel()
    begin()
    await arrives('Вторая', 'Пока вы догоняли')
    expect(await wordsOf('Вторая')).toEqual(['На связи', 'Три часа назад', 'Пока вы догоняли'])
    expect(await wordsOf('Первая')).toEqual(['На связи', 'Только что'])
  }, 90_000)

  test('hears everybody else when one chat cannot be read, says what may be missing, and reads it in the end', async () => {
    const [first, second] = [sandbox.user('Первая'), sandbox.user('Вторая')]
    const gaps = () => core.models.ChannelGap.countDocuments({ accountId })
    const before = await gaps()
    await end()
    channel = makeChannel()
    sandbox.faults.add({ kind: 'unreadable-chat', wid: sandbox.widOf('Вторая') })
    await second.sendText('Не прочитать')
    laterMs += 3 * 3_600_000
    await first.sendText('Прочитать')
    begin()
    await arrives('Первая', 'Прочитать')
    await inPhase('ready')
    await second.sendText('Слышно сразу')
    await arrives('Вторая', 'Слышно сразу')
    expect(await wordsOf('Вторая')).not.toContain('Не прочитать')
    expect(await gaps()).toBe(before + 1)
    sandbox.faults.clear()
    await end()
    begin()
    await arrives('Вторая', 'Не прочитать')
    await end()
    await second.sendText('Последнее из многих')
    await second.sendText('Из многих последнее')
    channel = makeChannel({ limits: { deepest: 2 } })
    begin()
    await arrives('Вторая', 'Из многих последнее')
    // More came than is looked through.
    await eventually(async () => (await gaps()) === before + 2, patience)
    await end()
    channel = makeChannel()
    begin()
    await first.sendText('Снова как обычно')
    await arrives('Первая', 'Снова как обычно')
  }, 90_000)

  test('knows a person whose number is hidden at first and shown later as the same one', async () => {
    const [lid, wid] = ['77001122@lid', '79137001122@c.us']
    const talks = async (text: string) => {
      const row = await eventually(
        () => core.models.Message.findOne({ 'content.text': text }).lean(),
        patience,
      )
      return row.conversationId
    }
    inject(lid, 'hidden', { type: 'chat', body: 'Номер скрыт' })
    const conversation = await talks('Номер скрыт')
    sandbox.showNumber(lid, wid)
    await end()
    begin()
    await sandbox.user('Первая').sendText('Снова на связи')
    await arrives('Первая', 'Снова на связи')
    inject(lid, 'shown', { type: 'chat', body: 'Номер виден' })
    expect(await talks('Номер виден')).toBe(conversation)
    inject(wid, 'plain', { type: 'chat', body: 'С номера' })
    expect(await talks('С номера')).toBe(conversation)
    const points = core.models.ContactPoint.collection
    expect(await points.countDocuments({ value: { $in: [lid, '79137001122'] } })).toBe(1)
  }, 60_000)

  test('shows that something came, whatever form it has, and every card of several', async () => {
    const from = '79137003344@c.us'
    const card = (name: string) => ({
      vcard: `BEGIN:VCARD\nFN:${name}\nPHOTO;BASE64:${'A'.repeat(100_000)}\nTEL:+79990000000\nEND:VCARD`,
    })
    inject(from, 'cards', { type: 'multi_vcard', vcardList: [card('Ира'), card('Лев')] })
    inject(from, 'place', { type: 'location', lat: 500, lng: 5 })
    inject(from, 'long', { type: 'chat', body: 'д'.repeat(90_000), notifyName: 7 as never })
    const rows = await eventually(async () => {
      const rows = await core.models.Message.find({ externalId: /_79137003344@c.us_/ })
        .sort({ seq: 1 })
        .lean()
      return rows.length === 4 && rows
    }, patience)
    expect(rows.map(({ content }) => content)).toMatchObject([
      { type: 'contact', name: 'Ира' },
      { type: 'contact', name: 'Лев' },
      { type: 'unsupported', kind: 'location' },
      { type: 'text', text: expect.stringMatching(/^д{60000}/) },
    ])
  })
})

describe('a message of ours', () => {
  test('to nobody fails as such', async () => {
    const result = await channel.send({
      deliveryId: 'd-nobody',
      chatId: '79990000000@c.us',
      content: { type: 'text', text: 'Кто там?' },
      openFile: () => Promise.reject(new Error('no file')),
    })
    expect(result).toMatchObject({ outcome: 'failed', reason: { code: 'chat-not-found' } })
  })

  test('that WhatsApp refuses fails', async () => {
    sandbox.faults.add({ kind: 'refuse-send', times: 1 })
    expect(await send('Анна', 'Отказ')).toMatchObject({ outcome: 'failed', reason: { code: 'refused' } })
    expect(await heard('Анна')).not.toContain('Отказ')
  })

  test('that arrives while the network is cut is heard once and known as sent', async () => {
    sandbox.faults.add({ kind: 'accepted-then-cut', times: 1 })
    expect(await send('Анна', 'Через обрыв')).toMatchObject({ outcome: 'sent' })
    expect((await heard('Анна')).filter((text) => text === 'Через обрыв')).toHaveLength(1)
    await inPhase('ready')
  })

  test('whose taking nobody confirms is found by its receipt', async () => {
    sandbox.faults.add({ kind: 'silent-send', times: 1 })
    // The page may still be coming back from the test before: "retry" has sent nothing.
    const result = await eventually(async () => {
      const now = await send('Анна', 'Молча')
      return now.outcome !== 'retry' && now
    })
    expect(result).toMatchObject({ outcome: 'sent' })
  })

  test('that went before the page failed is not sent again', async () => {
    sandbox.faults.add({ kind: 'broken-model', times: 1 })
    const result = await eventually(async () => {
      const now = await send('Анна', 'Ушло и сломалось')
      return (now.outcome !== 'retry' || (await heard('Анна')).includes('Ушло и сломалось')) && now
    })
    expect(result).toMatchObject({ outcome: 'sent' })
    expect((await heard('Анна')).filter((text) => text === 'Ушло и сломалось')).toHaveLength(1)
  })

  test('is not taken for one that the owner types on the phone meanwhile', () => {
    const content = { type: 'text', text: 'Считаю' } as const
    const typed = (type: string, body: string) => ({ type, body }) as Pick<WAWebJS.Message, 'type' | 'body'>
    expect(mayBecome(content, typed('chat', 'Считаю'))).toBe(true)
    expect(mayBecome(content, typed('chat', 'Перезвоню'))).toBe(false)
    expect(mayBecome(content, typed('image', 'Считаю'))).toBe(false)
  })

  test('whose browser hangs while it is told to stop ends in order, with nothing else ended by it', async () => {
    const pid = await eventually(async () => channel.browserPid(), patience)
    process.kill(pid, 'SIGSTOP')
    // What the page is asked stays unread in the pipe, which the kill then resets.
    const asked = send('Анна', 'В зависший браузер')
    const began = performance.now()
    await end()
    // Puppeteer itself would wait for four minutes.
    expect(performance.now() - began).toBeLessThan(30_000)
    expect(() => process.kill(pid, 0)).toThrow()
    expect((await asked).outcome).not.toBe('sent')
    channel = makeChannel()
    begin()
    await sandbox.user('Анна').sendText('Всё ещё здесь?')
    await arrives('Анна', 'Всё ещё здесь?')
  }, 120_000)

  test('waits while there is no connection', async () => {
    await end()
    expect(await send('Анна', 'Рано')).toMatchObject({ outcome: 'retry', reason: { code: 'not-connected' } })
  })
})
