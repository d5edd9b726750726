import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { buildCore, type TestCore } from '../../tests/factories/core.js'
import { buildInbound } from '../../tests/factories/inbound.js'
import type { Channel } from '../channel.js'
import { rows } from '../collection.js'
import { system } from '../context.js'
import { DialogRunner } from '../dialogs/dialog-runner.js'
import { ScriptLibrary } from '../dialogs/script-library.js'
import type { EventDoc } from '../events.js'
import { assignConversation } from '../inbox/assign-conversation.js'
import { listMessages } from '../inbox/queries.js'
import { Inbox } from '../inbox/receive-message.js'
import { createStaff } from '../staff/create-staff.js'
import type { Staff } from '../staff/staff.model.js'
import { updateAutoresponder } from './autoresponder-settings.js'
import { introducerSubscriber } from './introducer.js'

let core: TestCore
let inbox: Inbox
let olga: Staff

/** A channel as far as the introducer looks at one; nothing is sent here. */
const channel = (accountId: string, can: Partial<Channel['capabilities']>) =>
  ({ accountId, kind: 'telegram', capabilities: { freeTextWindowHours: null, ...can } }) as Channel

beforeAll(async () => {
  core = await buildCore()
  core.channels.register(channel('telegram:main', {}))
  core.channels.register(channel('site:main', { showsAuthor: true }))
  const scripts = new ScriptLibrary(core)
  await scripts.install([], null)
  inbox = new Inbox(core, new DialogRunner(scripts))
  olga = await createStaff(core, system, {
    name: 'Ольга',
    role: 'sales',
    publicProfile: { name: 'Ольга Ветрова', title: 'менеджер', photoUrl: '', address: 'Ленина, 1' },
  })
})
afterAll(() => core.close())

async function given(accountId: string): Promise<string[]> {
  const { conversationId } = await inbox.receive(buildInbound({ accountId }))
  await assignConversation(core, system, { conversationId, assigneeId: olga._id })
  const event = (await rows(core.models.Event).findOne({
    stream: conversationId,
    type: 'conversation.assigned',
  } as never)) as unknown as EventDoc<'conversation.assigned'>
  // An event may come twice.
  for (let time = 0; time < 2; time++) await introducerSubscriber.on['conversation.assigned']?.(event, core)
  const messages = await listMessages(core, { conversationId, limit: 10 })
  return messages.flatMap(({ direction, content }) =>
    direction === 'out' && content.type === 'text' ? [content.text] : [],
  )
}

test('a client in a messenger hears once who has their conversation, where the company wants it', async () => {
  expect(await given('telegram:main')).toEqual([])
  const texts = { ru: null, en: null }
  await updateAutoresponder(core, system, { enabled: true, introduce: true, texts })
  expect(await given('telegram:main')).toEqual([
    'Вам ответит Ольга Ветрова, менеджер.\n📍 Ленина, 1\n🕘 Пн–Пт 9:00–18:00',
  ])
  // The site chat shows the person in its header.
  expect(await given('site:main')).toEqual([])
})
