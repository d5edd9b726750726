/**
 * The sandbox as a process of its own: `node dist/sandbox/telegram/serve.js [port] [folder]`. Prints one line of JSON
 * with the API root when it listens; any well-formed token becomes a bot. Ends on SIGTERM and Ctrl-C.
 */
import { createTelegramSandbox } from './sandbox.js'

const [port, dataDir] = process.argv.slice(2)
const sandbox = createTelegramSandbox({ autoRegister: true, ...(dataDir ? { dataDir } : {}) })
const { url, close } = await sandbox.listen(port ? Number(port) : 0)
console.log(JSON.stringify({ url }))

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void close().then(() => process.exit(0)))
}
