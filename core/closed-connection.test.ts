import type { Socket } from 'node:net'
import { expect, test } from '@jest/globals'
import { buildCore } from '../tests/factories/core.js'
import { pause } from './lease.js'

/** Of the driver's insides: the sockets of connections that nobody uses. */
interface Insides {
  topology: {
    s: { servers: Map<string, { pool: { connections: { toArray(): { socket: Socket }[] } } }> }
  }
}

test('a write on a connection that has just been closed fails and is tried again, and waits for nothing', async () => {
  const core = await buildCore()
  try {
    const { topology } = core.connection.getClient() as unknown as Insides
    const collection = core.models.Counter.collection
    await collection.findOne({})
    for (const { pool } of topology.s.servers.values())
      for (const { socket } of pool.connections.toArray()) socket.destroy()
    // In the same turn of the loop: the driver does not know of it yet.
    const written = collection.insertOne({ _id: 'closed' as never, value: 1 }).then(() => 'written')
    expect(await Promise.race([written, pause(20_000).then(() => 'still waiting')])).toBe('written')
  } finally {
    await core.close()
  }
})
