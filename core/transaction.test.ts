import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ClientSession, MongoServerError } from 'mongodb'
import { buildCore, type TestCore } from '../tests/factories/core.js'
import { inTransaction } from './transaction.js'

let core: TestCore
beforeAll(async () => {
  core = await buildCore()
})
afterAll(() => core.close())

const interrupted = () => new MongoServerError({ message: 'operation was interrupted', code: 11_601 })
const put = (name: string, session: object) =>
  core.models.Setting.collection.insertOne({ _id: name as never, value: {}, version: 1 }, {
    session,
  } as never)

test('a transaction that another process ended, taking us for dead, is begun again', async () => {
  let attempts = 0
  await inTransaction(core, async ({ session }) => {
    attempts += 1
    await put('begun-again', session)
    if (attempts === 1) throw interrupted()
  })
  expect(attempts).toBe(2)
  expect(await core.models.Setting.countDocuments({ _id: 'begun-again' })).toBe(1)
})

test('one that was ended while it committed is committed again', async () => {
  const { commitTransaction } = ClientSession.prototype
  let commits = 0
  ClientSession.prototype.commitTransaction = async function (this: ClientSession, ...args) {
    commits += 1
    await commitTransaction.apply(this, args)
    if (commits === 1) throw interrupted()
  }
  try {
    await inTransaction(core, async ({ session }) => void (await put('committed-again', session)))
  } finally {
    ClientSession.prototype.commitTransaction = commitTransaction
  }
  expect(commits).toBe(2)
  expect(await core.models.Setting.countDocuments({ _id: 'committed-again' })).toBe(1)
})
