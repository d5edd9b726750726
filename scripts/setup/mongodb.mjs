import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { MongoMember } from './mongo-member.mjs'
import { findMongod } from './mongod-program.mjs'
import { PortReservations } from './ports.mjs'
import { SetupError, say } from './progress.mjs'
import { ensureReplicaSet, replicaSetUri } from './replica-set.mjs'

const PREFERRED_PORT = 27117

/**
 * Starts our own MongoDB: a replica set `rs0` on 127.0.0.1 whose data stay in `dataDir` (`db`, `db-1`, ...), whose
 * ports are kept in `dataDir/db.port` and whose log is `dataDir/mongod.log`. It ends with this process, however this
 * process ends. After a kill -9 the next start recovers from the journal.
 *
 * @param {object} options
 * @param {string} options.dataDir folder of one user at a time; the caller sees to that
 * @param {number} [options.members] servers, 1 unless told; 3 for fail-over
 * @param {number} [options.port] of the first member, when a certain one is wished
 * @param {number} [options.cacheGb] memory for WiredTiger's cache per server, in GB
 * @param {number} [options.oplogMb] size of the operation log per server, in MB
 * @param {object} [options.settings] replica set settings, such as `electionTimeoutMillis`
 * @param {boolean} [options.forgets] whether what has expired is removed; tests live at a date of their own, the server does not
 * @param {(line: string) => void} [options.log] tells people what happens; stderr unless told
 * @param {(member: MongoMember, code: number) => void} [options.onCrash] a server ended though nobody asked it to
 * @returns {Promise<{uri: string, members: MongoMember[], name: string, stop(options?: {discard?: boolean}): Promise<void>}>}
 */
export async function startMongo({
  dataDir,
  members: count = 1,
  port,
  cacheGb = 1,
  oplogMb = 1024,
  settings,
  forgets = true,
  log = say,
  onCrash,
}) {
  const program = await findMongod()
  mkdirSync(dataDir, { recursive: true })
  const portFile = path.join(dataDir, 'db.port')
  const kept = existsSync(portFile)
    ? readFileSync(portFile, 'utf8').split(/\s+/).filter(Boolean).map(Number)
    : []
  const members = []
  const ports = new PortReservations()
  const stop = async ({ discard = false } = {}) => {
    await Promise.all(members.map((member) => (discard ? member.kill() : member.stop())))
    ports.release()
  }

  try {
    for (let index = 0; index < count; index++) {
      const suffix = index === 0 ? '' : `-${index}`
      const member = new MongoMember({
        program,
        dbPath: path.join(dataDir, `db${suffix}`),
        logPath: path.join(dataDir, `mongod${suffix}.log`),
        cacheGb,
        oplogMb,
        forgets,
        onCrash,
      })
      if (await member.stopLeftover()) log('  A MongoDB of an earlier run was still up; it was stopped.')
      const wished = (index === 0 && port) || kept[index] || (index === 0 ? PREFERRED_PORT : undefined)
      member.port = await ports.take(wished)
      if (kept[index] && member.port !== kept[index]) {
        log(`  Port ${kept[index]} is taken by another program, so MongoDB moves to ${member.port}.`)
      }
      members.push(member)
    }
    await Promise.all(members.map((member) => startSomewhere(member, ports)))
    const numbers = members.map((member) => member.port)
    await ensureReplicaSet(numbers, {
      settings,
      alive: () => members.every((member) => member.running),
      limit: 120_000,
    })
    writeFileSync(portFile, `${numbers.join('\n')}\n`)
    return { uri: replicaSetUri(numbers), members, name: program.name, stop }
  } catch (error) {
    await stop({ discard: true })
    const logTail = members.map((member) => member.lastErrors()).filter(Boolean)
    throw new SetupError(`MongoDB did not start: ${error.message}\n${logTail.join('\n')}`.trimEnd())
  }
}

// Between choosing a free port and listening on it somebody else may have taken it.
async function startSomewhere(member, ports) {
  for (let attempt = 1; ; attempt++) {
    try {
      await member.start()
      return
    } catch (error) {
      if (!error.portTaken || attempt === 5) throw error
      member.port = await ports.take()
    }
  }
}
