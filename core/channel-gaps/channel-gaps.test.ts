import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { telegramCapabilities } from '../../adapters/telegram/capabilities.js'
import { buildCore, type TestCore, testNow } from '../../tests/factories/core.js'
import { until } from '../../tests/factories/until.js'
import type { Channel } from '../channel.js'
import { rows } from '../collection.js'
import { gapsOf } from './queries.js'
import { noteContact, watchChannel } from './watch-channel.js'

let core: TestCore
beforeAll(async () => {
  core = await buildCore()
})
afterAll(() => core.close())

const hour = 3600_000
const start = new Date(testNow).getTime()
const after = (hours: number) => new Date(start + hours * hour)
const account = { accountId: 'telegram:main', capabilities: telegramCapabilities }

test('a silence longer than the platform keeps messages is a gap; a shorter one is none', async () => {
  await noteContact(core, account, after(0))
  await noteContact(core, account, after(23))
  await noteContact(core, account, after(48))
  // A late word of a former holder brings nothing back.
  await noteContact(core, account, after(20))
  await noteContact(core, account, after(49))
  const conversation = { accountId: 'telegram:main', createdAt: after(-100) }
  expect(await gapsOf(core, conversation)).toMatchObject([{ from: after(23), to: after(48), keptHours: 24 }])
  expect(await gapsOf(core, { ...conversation, createdAt: after(48.5) })).toEqual([])
  expect(await gapsOf(core, { ...conversation, accountId: 'telegram:other' })).toEqual([])
})

test('in touch means that the platform answered, not that the program ran', async () => {
  let heardAt: Date | null = null
  const channel = {
    accountId: 'telegram:second',
    capabilities: telegramCapabilities,
    heardAt: () => heardAt,
  } as unknown as Channel
  const watched = () => rows(core.models.ChannelWatch).findOne({ _id: 'telegram:second' })
  const ending = new AbortController()
  const watching = watchChannel(core, channel, ending.signal)
  expect(await watched()).toBe(null)
  heardAt = after(1)
  await until(async () => (await watched())?.heardAt.getTime() === after(1).getTime())
  ending.abort()
  await watching
})

test('a channel that keeps messages for ever is not watched', async () => {
  const { keepsMessagesHours: _none, ...capabilities } = telegramCapabilities
  const channel = { accountId: 'site:main', capabilities } as unknown as Channel
  await watchChannel(core, channel, new AbortController().signal)
  expect(await rows(core.models.ChannelWatch).findOne({ _id: 'site:main' })).toBe(null)
})
