import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { z } from 'zod'
import { buildCore, type TestCore } from '../../tests/factories/core.js'
import type { Channel } from '../channel.js'
import { channelLease, Lease } from '../lease.js'
import { AccountHost } from './account-host.js'
import { ensureEnvironmentAccount, ensureFirstAccount } from './ensure-environment-account.js'

/* What a removed account leaves on a disk: a session that opens somebody's WhatsApp. */

let core: TestCore
let forgotten: string[]
beforeEach(async () => {
  core = await buildCore()
  forgotten = []
  core.channels.addKind({
    kind: 'whatsapp-web',
    channel: 'whatsapp',
    settings: z.strictObject({}),
    secrets: [],
    fields: [],
    create: (): Channel => {
      throw new Error('nothing runs here')
    },
    forget: async (accountId) => void forgotten.push(accountId),
  })
})
afterEach(() => core.close())

const account = (accountId: string) =>
  ({ accountId, kind: 'whatsapp-web', channel: 'whatsapp', name: accountId, enabled: false }) as const

async function remove(accountId: string): Promise<void> {
  await core.models.ChannelAccount.updateOne({ _id: accountId }, { $set: { removedAt: core.clock.now() } })
}

/** A process that runs channels begins, looks once and ends. */
async function begin(holder: string): Promise<void> {
  const host = new AccountHost(core, { holder, hosts: true })
  await host.open()
  await host.run(AbortSignal.abort())
}

test('a removed account is forgotten with the next start; one that the settings have left out is not', async () => {
  await ensureFirstAccount(core, account('whatsapp:there'))
  await ensureFirstAccount(core, account('whatsapp:removed'))
  await ensureEnvironmentAccount(core, account('whatsapp:main'))
  await remove('whatsapp:removed')
  await begin('one')
  expect((await core.models.ChannelAccount.findById('whatsapp:main').lean())?.removedAt).toBeDefined()
  expect(forgotten).toEqual(['whatsapp:removed'])
})

test('one that another process still holds is left to that process', async () => {
  await ensureFirstAccount(core, account('whatsapp:removed'))
  await new Lease(core, channelLease('whatsapp:removed'), 'other').acquire()
  const lease = { _id: channelLease('whatsapp:removed') }
  await core.models.Lease.updateOne(lease, { $set: { until: new Date(Date.now() + 3_600_000) } })
  await remove('whatsapp:removed')
  await begin('one')
  expect(forgotten).toEqual([])
  await core.models.Lease.updateOne(lease, { $set: { until: new Date(0) } })
  await begin('one')
  expect(forgotten).toEqual(['whatsapp:removed'])
})
