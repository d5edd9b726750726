import { createCloudSandbox } from './cloud-sandbox.js'

/** `node dist/sandbox/whatsapp-cloud/serve.js [port] [webhook address] [folder]` prints how to reach it. */
const [port = '0', webhook, dataDir] = process.argv.slice(2)
const sandbox = createCloudSandbox(dataDir ? { dataDir } : {})
const { url, close } = await sandbox.listen(Number(port))
console.log(JSON.stringify({ url, ...sandbox.account }))
if (webhook) await sandbox.subscribe(webhook)
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void close().then(() => process.exit(0)))
