import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { buildCore, type TestCore } from '../../tests/factories/core.js'
import { buildStaff, newPhone } from '../../tests/factories/people.js'
import { planActivity } from '../activities/plan-activity.js'
import { createClient } from '../clients/create-client.js'
import type { ManualClock } from '../clock.js'
import { rows } from '../collection.js'
import { system } from '../context.js'
import { createDeal } from '../deals/create-deal.js'
import { ensurePipelines } from '../deals/ensure-pipelines.js'
import { createApiKey, listApiKeys, revokeApiKey, verifyApiKey } from './api-keys.js'
import { createStaff } from './create-staff.js'
import { ensureAdmin } from './ensure-admin.js'
import { inviteStaff } from './invite-staff.js'
import { linkStaffTelegram } from './link-staff-telegram.js'
import { findSignedIn, findStaffByTelegramId, getStaff } from './queries.js'
import { removeStaff } from './remove-staff.js'
import { setPassword } from './set-password.js'
import { updateStaff } from './update-staff.js'
import { verifyCredentials } from './verify-credentials.js'

let core: TestCore
beforeAll(async () => {
  core = await buildCore()
  await ensurePipelines(core)
})
afterAll(() => core.close())

const coded = (code: string) => expect.objectContaining({ code })

describe('passwords', () => {
  test('sign-in fits only the right pair; every refusal looks the same', async () => {
    await createStaff(core, system, {
      name: 'Анна',
      role: 'sales',
      email: 'Anna@Firm.ru',
      password: 'long enough 1',
    })
    expect(
      await verifyCredentials(core, { email: ' ANNA@firm.ru ', password: 'long enough 1' }),
    ).toMatchObject({ name: 'Анна' })
    for (const wrong of [
      { email: 'anna@firm.ru', password: 'long enough 2' },
      { email: 'nobody@firm.ru', password: 'long enough 1' },
      { email: 'not an address', password: '' },
    ]) {
      await expect(verifyCredentials(core, wrong)).rejects.toEqual(coded('bad-credentials'))
    }
  })

  test('the hash is argon2id and no query of the team shows it', async () => {
    const person = await createStaff(core, system, {
      name: 'Б',
      role: 'sales',
      email: 'b@firm.ru',
      password: 'long enough 1',
    })
    expect(person.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await getStaff(core, person._id)).not.toHaveProperty('passwordHash')
  })

  test('changing it needs the present one and ends the sessions', async () => {
    const person = await createStaff(core, system, {
      name: 'В',
      role: 'sales',
      email: 'v@firm.ru',
      password: 'long enough 1',
    })
    const by = { kind: 'staff', id: person._id, name: 'В', role: 'sales' } as const
    expect(await findSignedIn(core, person._id, 0)).not.toBeNull()
    const next = { staffId: person._id, password: 'another one 2' }
    await expect(setPassword(core, by, { ...next, currentPassword: 'guess' })).rejects.toEqual(
      coded('bad-credentials'),
    )
    await setPassword(core, by, { ...next, currentPassword: 'long enough 1' })
    expect(await findSignedIn(core, person._id, 0)).toBeNull()
    expect(await findSignedIn(core, person._id, 1)).not.toBeNull()
    const other = await buildStaff(core, 'sales')
    await expect(setPassword(core, other, next)).rejects.toEqual(coded('not-allowed'))
    await expect(setPassword(core, system, { ...next, password: 'short' })).rejects.toEqual(
      coded('bad-input'),
    )
  })
})

describe('invitations', () => {
  test('a token links one account, once', async () => {
    const person = await buildStaff(core, 'sales')
    const { token } = await inviteStaff(core, system, { staffId: person.id })
    const stored = await rows(core.models.Staff).findOne({ _id: person.id })
    expect(JSON.stringify(stored)).not.toContain(token)
    expect(await findStaffByTelegramId(core, '9001')).toBeNull()
    const link = { telegramId: '9001', chatId: '9001', token }
    expect(await linkStaffTelegram(core, link)).toMatchObject({ _id: person.id, telegramChatId: '9001' })
    expect(await findStaffByTelegramId(core, '9001')).toMatchObject({ _id: person.id })
    await expect(linkStaffTelegram(core, { ...link, telegramId: '9002' })).rejects.toEqual(
      coded('bad-invitation'),
    )
    // The same person pressing /start again is simply known.
    expect(await linkStaffTelegram(core, { telegramId: '9001', chatId: '9001' })).toMatchObject({
      _id: person.id,
    })
  })

  test('strangers, guesses and late ones are refused, and nothing changes', async () => {
    const person = await buildStaff(core, 'sales')
    const { token } = await inviteStaff(core, system, { staffId: person.id })
    const link = (extra: object) => linkStaffTelegram(core, { telegramId: '9100', chatId: '9100', ...extra })
    await expect(link({})).rejects.toEqual(coded('bad-invitation'))
    await expect(link({ token: `${token}x` })).rejects.toEqual(coded('bad-invitation'))
    const clock = core.clock as ManualClock
    const before = clock.now()
    clock.advance(7 * 24 * 3600_000)
    await expect(link({ token })).rejects.toEqual(coded('bad-invitation'))
    clock.set(before)
    expect(await findStaffByTelegramId(core, '9100')).toBeNull()
    expect(await link({ token })).toMatchObject({ _id: person.id })
  })

  test('ten at once with one token: one is in', async () => {
    const person = await buildStaff(core, 'sales')
    const { token } = await inviteStaff(core, system, { staffId: person.id })
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) =>
        linkStaffTelegram(core, { telegramId: `92${index}`, chatId: `92${index}`, token }),
      ),
    )
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
  })

  test('an id written down beforehand needs no token', async () => {
    const person = await createStaff(core, system, { name: 'Г', role: 'account', telegramId: '9300' })
    expect(await linkStaffTelegram(core, { telegramId: '9300', chatId: '9300' })).toMatchObject({
      _id: person._id,
    })
    await expect(
      createStaff(core, system, { name: 'Д', role: 'account', telegramId: '9300' }),
    ).rejects.toEqual(coded('already-exists'))
  })
})

test('whoever leaves is cut off at once and their work goes to a colleague', async () => {
  const head = await buildStaff(core, 'head')
  const leaver = await createStaff(core, system, {
    name: 'Уходит',
    role: 'sales',
    telegramId: '9400',
    email: 'x@firm.ru',
    password: 'long enough 1',
  })
  const by = { kind: 'staff', id: leaver._id, name: leaver.name, role: 'sales' } as const
  const heir = await buildStaff(core, 'sales')
  const client = await createClient(core, by, { name: 'Клиент', phones: [newPhone()] })
  const deal = await createDeal(core, by, { clientId: client._id })
  const activity = await planActivity(core, by, {
    title: 'Позвонить',
    dueAt: new Date('2026-03-12T10:00:00Z'),
    dealId: deal._id,
  })

  expect(await removeStaff(core, head, { staffId: leaver._id, heirId: heir.id })).toMatchObject({
    clients: 1,
    deals: 1,
    // The stage of the deal may have planned some more.
    activities: expect.any(Number),
  })
  expect(await findStaffByTelegramId(core, '9400')).toBeNull()
  expect(await findSignedIn(core, leaver._id, 0)).toBeNull()
  await expect(verifyCredentials(core, { email: 'x@firm.ru', password: 'long enough 1' })).rejects.toEqual(
    coded('bad-credentials'),
  )
  expect(await rows(core.models.Deal).findOne({ _id: deal._id })).toMatchObject({
    ownerId: heir.id,
    version: 2,
  })
  expect(await rows(core.models.Activity).findOne({ _id: activity._id })).toMatchObject({ staffId: heir.id })
  // Twice does nothing more, and a person who left is nobody's heir.
  expect(await removeStaff(core, head, { staffId: leaver._id, heirId: heir.id })).toMatchObject({ deals: 0 })
  await expect(removeStaff(core, head, { staffId: heir.id, heirId: leaver._id })).rejects.toEqual(
    coded('bad-input'),
  )
})

test('people change themselves within limits; a changed role signs out', async () => {
  const person = await buildStaff(core, 'sales')
  await updateStaff(core, person, {
    staffId: person.id,
    locale: 'en',
    breakUntil: new Date('2026-03-11T10:00:00Z'),
  })
  await expect(updateStaff(core, person, { staffId: person.id, role: 'admin' })).rejects.toEqual(
    coded('not-allowed'),
  )
  const changed = await updateStaff(core, system, { staffId: person.id, role: 'head' })
  expect(changed).toMatchObject({ role: 'head', locale: 'en', sessionEpoch: 1, version: 3 })
  await expect(
    updateStaff(core, system, { staffId: person.id, name: 'Z', expectedVersion: 1 }),
  ).rejects.toEqual(
    expect.objectContaining({
      code: 'changed-by-other',
      params: expect.objectContaining({ name: 'Otklik', at: '12:00' }),
    }),
  )
})

test('the first administrator is made once, and the last one stays', async () => {
  const made = await ensureAdmin(core)
  expect(made?.password).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/)
  expect(await ensureAdmin(core)).toBeNull()
  const admin = await verifyCredentials(core, made as NonNullable<typeof made>)
  await expect(updateStaff(core, system, { staffId: admin._id, role: 'sales' })).rejects.toEqual(
    coded('last-admin'),
  )
  await expect(removeStaff(core, system, { staffId: admin._id })).rejects.toEqual(coded('last-admin'))
  const second = await createStaff(core, system, { name: 'Вторая', role: 'admin' })
  // Both at once: one of them stays.
  const results = await Promise.allSettled([
    removeStaff(core, system, { staffId: admin._id }),
    removeStaff(core, system, { staffId: second._id }),
  ])
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
})

test('API keys: shown once, kept as a hash, revoked for good', async () => {
  const admin = await buildStaff(core, 'admin')
  const { key, _id } = await createApiKey(core, admin, { name: '1С', role: 'head' })
  expect(await verifyApiKey(core, key)).toEqual({ kind: 'api', id: _id, name: '1С', role: 'head' })
  expect(JSON.stringify(await rows(core.models.ApiKey).find().toArray())).not.toContain(key)
  expect(JSON.stringify(await listApiKeys(core))).not.toContain('hash')
  for (const wrong of ['', 'otk_', `${key}x`, key.slice(0, -1), key.toUpperCase()]) {
    await expect(verifyApiKey(core, wrong)).rejects.toEqual(coded('bad-api-key'))
  }
  await revokeApiKey(core, admin, { apiKeyId: _id })
  await expect(verifyApiKey(core, key)).rejects.toEqual(coded('bad-api-key'))
  await expect(
    createApiKey(core, await buildStaff(core, 'head'), { name: 'x', role: 'admin' }),
  ).rejects.toEqual(coded('not-allowed'))
})
