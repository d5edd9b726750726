import { waitFor } from './processes.mjs'

export const replicaSetName = 'rs0'

const NotYetInitialized = 94

/** Connection string of a replica set on this machine. */
export function replicaSetUri(ports) {
  return `mongodb://${ports.map((port) => `127.0.0.1:${port}`).join(',')}/?replicaSet=${replicaSetName}`
}

/** Runs `work(admin)` on one server itself, whatever its role is. The driver comes with the npm packages. */
export async function withServer(port, work, { limit = 3_000 } = {}) {
  const { MongoClient } = await import('mongodb')
  const client = new MongoClient(`mongodb://127.0.0.1:${port}/`, {
    directConnection: true,
    serverSelectionTimeoutMS: limit,
    connectTimeoutMS: limit,
  })
  try {
    await client.connect()
    return await work(client.db('admin'))
  } finally {
    await client.close(true)
  }
}

/**
 * Makes the servers on these ports one replica set and waits for its primary. A set that was made before is kept; if
 * its servers have moved to other ports meanwhile, it is told so.
 * @param {number[]} ports in the order of the members
 * @param {{settings?: object, alive: () => boolean, limit: number}} options `settings` of the replica set, `limit` in ms
 */
export async function ensureReplicaSet(ports, { settings, alive, limit }) {
  const members = ports.map((port, _id) => ({ _id, host: `127.0.0.1:${port}` }))
  let lastError
  const done = await waitFor(
    async () => {
      if (!alive()) throw new Error('a server ended while the replica set was being set up')
      try {
        await configure(ports, members, settings)
        return await somePrimary(ports)
      } catch (error) {
        lastError = error
        return false
      }
    },
    limit,
    100,
  )
  if (!done) throw new Error(`the replica set has no primary: ${lastError?.message ?? 'no election was won'}`)
}

async function configure(ports, members, settings) {
  await withServer(ports[0], async (admin) => {
    let current
    try {
      current = (await admin.command({ replSetGetConfig: 1 })).config
    } catch (error) {
      if (error.code !== NotYetInitialized) throw error
      await admin.command({
        replSetInitiate: { _id: replicaSetName, members, ...(settings && { settings }) },
      })
      return
    }
    const same =
      current.members.length === members.length && members.every((m, i) => current.members[i].host === m.host)
    if (same) return
    // Forced: after a move the servers do not find themselves in the old list and elect nobody.
    await admin.command({
      replSetReconfig: { ...current, version: current.version + 1, members },
      force: true,
    })
  })
}

async function somePrimary(ports) {
  for (const port of ports) {
    const isPrimary = await withServer(
      port,
      async (admin) => (await admin.command({ hello: 1 })).isWritablePrimary,
    )
    if (isPrimary) return true
  }
  return false
}
