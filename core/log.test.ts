import { expect, test } from '@jest/globals'
import { mongo } from 'mongoose'
import { createLog } from './log.js'

test('a database that is away is one line for each thing that failed, without stacks', () => {
  const lines: string[] = []
  const log = createLog('info', { write: (line) => void lines.push(line) })
  const away = new mongo.MongoNetworkError('connect ECONNREFUSED')
  for (let time = 0; time < 50; time++) {
    log.error({ err: away }, 'jobs: failed')
    log.error({ err: away, accountId: `telegram:${time}` }, 'lease: failed')
  }
  for (let time = 0; time < 2; time++) log.error({ err: new Error('a mistake of ours') }, 'jobs: failed')
  const written = lines.map((line) => JSON.parse(line) as { msg: string; err: { stack?: string } })
  expect(written.map(({ msg }) => msg)).toEqual([
    'jobs: failed',
    'lease: failed',
    'jobs: failed',
    'jobs: failed',
  ])
  expect(written.map(({ err }) => err.stack !== undefined)).toEqual([false, false, true, true])
})
