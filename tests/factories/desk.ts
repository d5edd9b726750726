import { TelegramChannel } from '../../adapters/telegram/channel.js'
import { createManagerBot } from '../../bot/manager/bot.js'
import type { Clock } from '../../core/clock.js'
import { type Role, system } from '../../core/context.js'
import { ensurePipelines } from '../../core/deals/ensure-pipelines.js'
import { stageNoticeSubscriber } from '../../core/deals/stage-notice.js'
import { DialogRunner } from '../../core/dialogs/dialog-runner.js'
import type { Script } from '../../core/dialogs/script.js'
import { ScriptLibrary } from '../../core/dialogs/script-library.js'
import { Dispatcher } from '../../core/events/dispatcher.js'
import { hostChannel } from '../../core/host-channel.js'
import { newId } from '../../core/ids.js'
import type { Conversation } from '../../core/inbox/conversation.model.js'
import { Inbox } from '../../core/inbox/receive-message.js'
import { routingSubscriber } from '../../core/routing/routing-subscriber.js'
import { createStaff } from '../../core/staff/create-staff.js'
import type { Staff } from '../../core/staff/staff.model.js'
import type { PersonChat } from '../../sandbox/telegram/person-chat.js'
import { createTelegramSandbox, type TelegramSandbox } from '../../sandbox/telegram/sandbox.js'
import { buildCore, type TestCore, testNow } from './core.js'

export const clientBotToken = '1001:client_bot_token_for_tests'
export const staffBotToken = '1002:staff_bot_token_for_tests'

/** Runs as a clock does, from noon of a working day; tests move it on to what they wait for. */
export class MovingClock implements Clock {
  readonly #startedAt = performance.now()
  #offset = new Date(testNow).getTime()

  now(): Date {
    return new Date(this.#offset + performance.now() - this.#startedAt)
  }

  advance(milliseconds: number): void {
    this.#offset += milliseconds
  }
}

/** The words on the buttons under a message. */
export function labels(
  message: { reply_markup?: { inline_keyboard: { text: string }[][] } } | undefined,
): string[] {
  return message?.reply_markup?.inline_keyboard.flat().map((button) => button.text) ?? []
}

/** A company at work: the client bot and the managers' bot on a sandbox Telegram, dispatcher and deliveries running. */
export interface Desk {
  core: TestCore
  clock: MovingClock
  sandbox: TelegramSandbox
  /** Base address of the sandbox's Bot API. */
  apiRoot: string
  /** A linked colleague: the staff card and their chat with the managers' bot. */
  colleague(name: string, role?: Role): Promise<{ staff: Staff; chat: PersonChat }>
  /** A person's chat with the managers' bot, whoever they are. */
  atStaffBot(name: string): PersonChat
  /** A person's chat with the company's client bot. */
  client(name: string): PersonChat
  /** Somebody new writes, and the colleague takes them by the card that comes: their chat and the card's message. */
  takeNewcomer(
    colleague: PersonChat,
    name: string,
    words?: string,
  ): Promise<{ client: PersonChat; cardId: number }>
  /** The conversation of a person, by the name it shows. Throws when there is none. */
  talkOf(name: string): Promise<Conversation>
  /** Stops the managers' bot between two updates; `startManagerBot` brings up a new one, as after a restart. */
  stopManagerBot(): Promise<void>
  startManagerBot(): void
  close(): Promise<void>
}

export async function buildDesk(options: { scripts?: Script[]; defaultScript?: string } = {}): Promise<Desk> {
  const clock = new MovingClock()
  const core = await buildCore({ clock })
  await ensurePipelines(core)
  const sandbox = createTelegramSandbox()
  const { url: apiRoot, close: closeSandbox } = await sandbox.listen()
  sandbox.createBot(clientBotToken, { username: 'client_bot', name: 'Реклама и мерч' })
  sandbox.createBot(staffBotToken, { username: 'staff_bot', name: 'Менеджеры' })

  const scripts = new ScriptLibrary(core)
  await scripts.install(options.scripts ?? [], options.defaultScript ?? null)
  const inbox = new Inbox(core, new DialogRunner(scripts))
  const telegram = new TelegramChannel({
    core,
    inbox,
    accountId: 'telegram:main',
    token: clientBotToken,
    apiRoot,
    mode: 'polling',
  })
  core.channels.register(telegram)
  // Cards are edited and reactions set by whoever dispatches; any bot object of that token may.
  const notices = createManagerBot({ core, token: staffBotToken, apiRoot }).subscriber

  const stopping = new AbortController()
  const { signal } = stopping
  const work = [
    hostChannel(core, telegram, 'test', signal),
    new Dispatcher(core, [routingSubscriber, stageNoticeSubscriber, notices], 'test').run(signal),
  ]

  let manager: { stop: AbortController; done: Promise<void> } | null = null
  const startManagerBot = () => {
    const stop = new AbortController()
    const { channel } = createManagerBot({ core, token: staffBotToken, apiRoot })
    manager = { stop, done: hostChannel(core, channel, `test-${newId()}`, stop.signal) }
  }
  const stopManagerBot = async () => {
    manager?.stop.abort()
    await manager?.done
    manager = null
  }
  startManagerBot()

  return {
    core,
    clock,
    sandbox,
    apiRoot,
    async colleague(name, role = 'sales') {
      const person = sandbox.user(name)
      const staff = await createStaff(core, system, { name, role, telegramId: String(person.id) })
      const chat = person.with('staff_bot')
      await chat.start()
      await chat.waitForMessage(name)
      return { staff, chat }
    },
    atStaffBot: (name) => sandbox.user(name).with('staff_bot'),
    client: (name) => sandbox.user(name).with('client_bot'),
    async takeNewcomer(colleague, name, words = 'Нужны кружки с логотипом') {
      const client = sandbox.user(name).with('client_bot')
      await client.sendText(words)
      const { message_id: cardId } = await colleague.waitForMessage(name)
      await colleague.press('Взять', { messageId: cardId })
      return { client, cardId }
    },
    async talkOf(name) {
      const talk = await core.models.Conversation.findOne({ title: name }).lean<Conversation | null>()
      if (!talk) throw new Error(`no conversation of ${name}`)
      return talk
    },
    stopManagerBot,
    startManagerBot,
    async close() {
      await stopManagerBot()
      stopping.abort()
      await Promise.all(work)
      await closeSandbox()
      await core.close()
    },
  }
}
