import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { buildCore, type TestCore } from '../../tests/factories/core.js'
import { buildInbound } from '../../tests/factories/inbound.js'
import { buildStaff } from '../../tests/factories/people.js'
import type { Channel, InboundMessage } from '../channel.js'
import { clientFactsSubscriber } from '../clients/client-facts-subscriber.js'
import { createClient } from '../clients/create-client.js'
import { ManualClock } from '../clock.js'
import { rows } from '../collection.js'
import type { Actor } from '../context.js'
import { DialogRunner } from '../dialogs/dialog-runner.js'
import { ScriptLibrary } from '../dialogs/script-library.js'
import { duplicatesOf } from '../duplicates/queries.js'
import type { EventDoc } from '../events.js'
import { Inbox } from '../inbox/receive-message.js'
import { createLink, linkableChannels } from './create-link.js'
import { tokenIn } from './token.js'

const clock = new ManualClock('2026-03-11T09:00:00.000Z')
let core: TestCore
let inbox: Inbox
let olga: Extract<Actor, { kind: 'staff' }>

beforeAll(async () => {
  core = await buildCore({ clock })
  inbox = new Inbox(core, new DialogRunner(new ScriptLibrary(core)))
  olga = await buildStaff(core, 'sales')
  core.channels.register({
    accountId: 'telegram:main',
    kind: 'telegram',
    entryLink: async (token) => `https://t.me/shop_bot?start=${token}`,
  } as Channel)
})
afterAll(() => core.close())

/** The first message of somebody who followed a link. */
const follow = (url: string, change: Partial<InboundMessage> & { person?: string } = {}) =>
  inbox.receive(
    buildInbound({
      text: '/start',
      origin: { startPayload: new URL(url).searchParams.get('start') ?? '' },
      ...change,
    }),
  )
const talkOf = async (conversationId: string) => {
  const talk = await rows(core.models.Conversation).findOne({ _id: conversationId })
  const point = await rows(core.models.ContactPoint).findOne({ _id: talk?.contactPointId ?? '' })
  const inquiry = await rows(core.models.Inquiry).findOne({ _id: talk?.inquiryId ?? '' })
  return { talk, point, inquiry }
}

test('a link of the card makes the new chat the client’s; it works once, and the token is nobody’s source', async () => {
  const client = await createClient(core, olga, { name: 'Пётр' })
  const { url } = await createLink(core, olga, { clientId: client._id, channel: 'telegram' })
  expect(url).toMatch(/^https:\/\/t\.me\/shop_bot\?start=[A-Za-z0-9_-]{1,64}$/)
  const { talk, point, inquiry } = await talkOf((await follow(url)).conversationId)
  expect(talk).toMatchObject({ clientId: client._id, title: 'Пётр' })
  expect(point).toMatchObject({ clientId: client._id })
  expect(inquiry).toMatchObject({ clientId: client._id, byNumber: 'repeat', source: '' })
  const second = await talkOf((await follow(url)).conversationId)
  expect(second.talk?.clientId).toBeNull()
  expect(second.inquiry).toMatchObject({ source: '', byNumber: 'primary' })
  // The database holds no token.
  const token = new URL(url).searchParams.get('start')
  expect(JSON.stringify(await rows(core.models.LinkToken).find({}).toArray())).not.toContain(token)
})

test('ten who press one link at once: one is linked', async () => {
  const client = await createClient(core, olga, { name: 'Один' })
  const { url } = await createLink(core, olga, { clientId: client._id, channel: 'telegram' })
  const other = new Inbox(core, new DialogRunner(new ScriptLibrary(core)))
  const start = { startPayload: new URL(url).searchParams.get('start') ?? '' }
  await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      (index % 2 ? inbox : other).receive(buildInbound({ text: '/start', origin: start })),
    ),
  )
  expect(await rows(core.models.Conversation).countDocuments({ clientId: client._id })).toBe(1)
})

test('a link of a site visitor nobody knows makes one card of both chats; an hour later it is void', async () => {
  const site = await inbox.receive(
    buildInbound({ channel: 'site', accountId: 'site:main', text: 'Есть кружки?' }),
  )
  const { point } = await talkOf(site.conversationId)
  const link = { contactPointId: point?._id ?? '', channel: 'telegram' as const }
  const late = await createLink(core, olga, link)
  const intime = await createLink(core, olga, link)
  const telegram = await talkOf((await follow(intime.url)).conversationId)
  const clientId = (await talkOf(site.conversationId)).talk?.clientId
  expect(clientId).toEqual(expect.any(String))
  expect(telegram.talk?.clientId).toBe(clientId)
  clock.set(new Date(clock.now().getTime() + 3601_000))
  expect((await talkOf((await follow(late.url)).conversationId)).talk?.clientId).toBeNull()
})

test('words that WhatsApp puts into the field carry it too; the client’s own words stay', async () => {
  const client = await createClient(core, olga, { name: 'Ватсап' })
  const { url } = await createLink(core, olga, { clientId: client._id, channel: 'telegram' })
  const token = new URL(url).searchParams.get('start') ?? ''
  const { conversationId, messageId } = await inbox.receive(
    buildInbound({ channel: 'whatsapp', accountId: 'whatsapp:main', text: `Здравствуйте! Код ${token}` }),
  )
  expect((await talkOf(conversationId)).talk?.clientId).toBe(client._id)
  expect(await rows(core.models.Message).findOne({ _id: messageId })).toMatchObject({
    content: { type: 'text', text: 'Здравствуйте! Код' },
  })
  expect(tokenIn({ content: { type: 'text', text: 'link_short и все' } })).toBeNull()
})

test('a chat of another client is not taken away: the two cards wait to be merged', async () => {
  const [one, two] = [
    await createClient(core, olga, { name: 'А' }),
    await createClient(core, olga, { name: 'Б' }),
  ]
  const person = `both-${one._id}`
  const first = await createLink(core, olga, { clientId: one._id, channel: 'telegram' })
  await follow(first.url, { person })
  const second = await createLink(core, olga, { clientId: two._id, channel: 'telegram' })
  const { conversationId } = await follow(second.url, { person })
  expect((await talkOf(conversationId)).talk?.clientId).toBe(one._id)
  const changed = await rows(core.models.Event as never)
    .find({ type: 'client.changed', stream: { $in: [one._id, two._id] } } as object)
    .toArray()
  for (const event of changed) {
    await clientFactsSubscriber.on['client.changed']?.(event as unknown as EventDoc<'client.changed'>, core)
  }
  expect((await duplicatesOf(core, two._id))[0]).toMatchObject({ reasons: ['link'] })
})

test('a channel that is not there gives no link', async () => {
  const client = await createClient(core, olga, { name: 'Никуда' })
  await expect(createLink(core, olga, { clientId: client._id, channel: 'whatsapp' })).rejects.toMatchObject({
    code: 'link-not-available',
  })
  expect(await linkableChannels(core)).toEqual(['telegram'])
})
