import { randomUUID } from 'node:crypto'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import express from 'express'
import { ClamdScanner } from './adapters/clamd/scanner.js'
import { mainSiteAccountId, siteAccountKind } from './adapters/site-chat/account-kind.js'
import { createSiteChannel } from './adapters/site-chat/channel.js'
import { identityOf, telegramAccountKind } from './adapters/telegram/account-kind.js'
import { TelegramChannel } from './adapters/telegram/channel.js'
import { telegramWebhook } from './adapters/telegram/webhook.js'
import { cloudAccountKind, cloudFromEnv, cloudIdentity } from './adapters/whatsapp/cloud/account-kind.js'
import { CloudChannel } from './adapters/whatsapp/cloud/channel.js'
import { cloudWebhook } from './adapters/whatsapp/cloud/webhook.js'
import { webAccountKind, webFromEnv } from './adapters/whatsapp/web/account-kind.js'
import { WhatsAppWebChannel } from './adapters/whatsapp/web/channel.js'
import { createManagerBot } from './bot/manager/bot.js'
import { managerWebhook } from './bot/manager/webhook.js'
import { endAbandonedTransactions } from './core/abandoned-transactions.js'
import { autoresponderSubscriber } from './core/autoresponder/autoresponder.js'
import { introducerSubscriber } from './core/autoresponder/introducer.js'
import { AccountHost } from './core/channel-accounts/account-host.js'
import { ensureFirstAccount } from './core/channel-accounts/ensure-environment-account.js'
import { channelSubscriber } from './core/channel-accounts/tell-heads.js'
import { ChannelRegistry } from './core/channel-registry.js'
import { backfillClients } from './core/clients/backfill-clients.js'
import { clientFactsSubscriber } from './core/clients/client-facts-subscriber.js'
import { type Clock, systemClock } from './core/clock.js'
import { type Core, officialChatLinks } from './core/context.js'
import { openDatabase, tellOfOutages } from './core/db.js'
import { dealWordsSubscriber } from './core/deals/deal-words.js'
import { ensurePipelines } from './core/deals/ensure-pipelines.js'
import { stageNoticeSubscriber } from './core/deals/stage-notice.js'
import { DialogRunner } from './core/dialogs/dialog-runner.js'
import { loadScripts } from './core/dialogs/load-script.js'
import { ScriptLibrary } from './core/dialogs/script-library.js'
import { type Env, type ProcessRole, readEnv } from './core/env.js'
import { Dispatcher } from './core/events/dispatcher.js'
import type { Subscriber } from './core/events.js'
import { FileStore } from './core/files.js'
import { Inbox } from './core/inbox/receive-message.js'
import { createLog, type Logger } from './core/log.js'
import { migrateOnce } from './core/migrate-once.js'
import { finishErasures } from './core/privacy/erase-person.js'
import { ErasureJournal } from './core/privacy/erasure-journal.js'
import { productName } from './core/product-name.js'
import { routingSubscriber } from './core/routing/routing-subscriber.js'
import { companyProfile } from './core/schedule/company-profile.js'
import { searchSubscriber } from './core/search/index-messages.js'
import { refreshCardWords } from './core/search/refresh-card-words.js'
import { SecretBox } from './core/secret-box.js'
import { sessionSecret } from './core/session-secret.js'
import { ensureAdmin, type FirstSignIn } from './core/staff/ensure-admin.js'
import { Wake } from './core/wake.js'
import { runJobs } from './jobs/run-jobs.js'
import { createDemo, type Demo } from './sandbox/demo.js'
import { sandboxChatLinks } from './sandbox/router.js'
import { demoCompanyName } from './sandbox/seed.js'
import { createApi } from './web-admin/api/app.js'

const root = path.dirname(fileURLToPath(import.meta.url))
/** Built files: beside this one when it is itself built, below it when it runs from the sources (tests). */
const built = path.basename(root) === 'dist' ? root : path.join(root, 'dist')

export interface Otklik {
  readonly core: Core
  readonly url: string
  readonly firstSignIn: FirstSignIn | null
  readonly demo: Demo | null
  /** Stops in order: no new work, what runs ends, the database last. Idempotent. */
  stop(): Promise<void>
}

interface StartOptions {
  clock?: Clock
  log?: Logger
}

/** Longer than any proxy in front keeps an idle connection: else it sends a request into one that we just closed. */
const keepAliveMs = 75_000

export class PortTaken extends Error {}

/**
 * The composition root: settings in, channels registered, subscribers listed, roles started. Everything the product
 * consists of is named here.
 */
export async function startOtklik(env: Env, options: StartOptions = {}): Promise<Otklik> {
  const stopping = new AbortController()
  try {
    return await start(env, options, stopping)
  } catch (err) {
    stopping.abort()
    throw err
  }
}

async function start(env: Env, options: StartOptions, stopping: AbortController): Promise<Otklik> {
  const { signal } = stopping
  const log = options.log ?? createLog(env.LOG_LEVEL)
  const clock = options.clock ?? systemClock
  const holder = `${process.pid}-${randomUUID()}`
  const runs = (role: ProcessRole) => env.ROLES.includes(role)

  // Listening comes first: a taken port is known before anything is touched, and probes hear "starting".
  let handler: RequestListener = (_req, res) => res.writeHead(503, { 'retry-after': '1' }).end()
  const server = createServer({ keepAliveTimeout: keepAliveMs }, (req, res) => handler(req, res))
  if (runs('web') || env.OTKLIK_DEMO) await listen(server, env.HOST, env.PORT)
  const { port } = (server.address() ?? { port: env.PORT }) as AddressInfo
  const url = `http://${env.HOST.includes(':') ? `[${env.HOST}]` : env.HOST}:${port}`

  const database = await openDatabase(env.MONGODB_URI ?? '')
  const stopTelling = tellOfOutages(database, log)
  const secret = await sessionSecret(env.DATA_DIR, env.SESSION_SECRET)
  const core: Core = {
    ...database,
    clock,
    log,
    company: {
      name: env.COMPANY_NAME ?? (env.OTKLIK_DEMO ? demoCompanyName : productName[env.DEFAULT_LOCALE]),
      zone: env.COMPANY_TIMEZONE,
      locale: env.DEFAULT_LOCALE,
      publicUrl: env.PUBLIC_URL ?? url,
      chatLinks: env.OTKLIK_DEMO ? sandboxChatLinks(env.PUBLIC_URL ?? url) : officialChatLinks,
    },
    channels: new ChannelRegistry(),
    files: new FileStore(database, clock, env.CLAMD_URL ? new ClamdScanner(env.CLAMD_URL) : undefined),
    erasures: new ErasureJournal(env.DATA_DIR),
    secrets: new SecretBox(secret),
    wake: new Wake(),
  }
  // From the first moment: what a killed process holds locked would hold up the first who needs it for a minute.
  const work: Promise<void>[] = [endAbandonedTransactions(core, signal)]
  await migrateOnce(core)
  await ensurePipelines(core)
  await refreshCardWords(core)
  await backfillClients(core)
  const firstSignIn = await ensureAdmin(core, { email: env.ADMIN_EMAIL, password: env.ADMIN_PASSWORD })
  const scripts = new ScriptLibrary(core)
  await scripts.install(await loadScripts(path.join(root, 'bot', 'scripts')), 'merchandise')
  const inbox = new Inbox(core, new DialogRunner(scripts))
  const demo = env.OTKLIK_DEMO ? await createDemo({ core, dataDir: env.DATA_DIR, url }) : null

  // Channels: the accounts that the settings describe, and the kinds of which people add more in the Channels room.
  const accounts = new AccountHost(core, { holder, hosts: runs('channels') })
  const telegramApi = demo?.apiRoot ?? env.TELEGRAM_API_ROOT
  core.channels.addKind(telegramAccountKind({ core, inbox, apiRoot: telegramApi }))
  const telegramToken = env.TELEGRAM_BOT_TOKEN ?? demo?.clientBotToken
  if (telegramToken) {
    const telegram = new TelegramChannel({
      core,
      inbox,
      accountId: 'telegram:main',
      token: telegramToken,
      apiRoot: telegramApi,
      mode: env.TELEGRAM_MODE,
      webhookUrl: `${core.company.publicUrl}/webhooks/telegram`,
      webhookSecret: env.TELEGRAM_WEBHOOK_SECRET,
    })
    await accounts.give(telegram, { kind: 'telegram', identity: identityOf(telegramToken) })
  }
  const cloud = env.WHATSAPP_PROVIDER === 'off' ? demo?.whatsapp : cloudFromEnv(env)
  core.channels.addKind(
    cloudAccountKind({ core, inbox, apiRoot: cloud?.apiRoot ?? env.WHATSAPP_CLOUD_API_ROOT }),
  )
  if (cloud && env.WHATSAPP_PROVIDER !== 'web') {
    const whatsapp = new CloudChannel({ core, inbox, accountId: 'whatsapp:main', ...cloud })
    await accounts.give(whatsapp, { kind: 'whatsapp-cloud', identity: cloudIdentity(cloud.phoneId) })
  }
  const web = { core, inbox, ...webFromEnv(env), ...(demo ? { resolve: demo.whatsappWebResolve } : {}) }
  core.channels.addKind(webAccountKind(web))
  if (env.WHATSAPP_PROVIDER === 'web') {
    const whatsapp = new WhatsAppWebChannel({ ...web, accountId: 'whatsapp:main' })
    await accounts.give(whatsapp, { kind: 'whatsapp-web' })
  }
  if (demo)
    await ensureFirstAccount(core, {
      accountId: 'whatsapp:web',
      kind: 'whatsapp-web',
      channel: 'whatsapp',
      name: 'WhatsApp Web',
      enabled: false,
    })
  const site = createSiteChannel({
    core,
    inbox,
    secret,
    httpServer: runs('web') ? server : undefined,
    widgetFile: path.join(built, 'public', 'widget.js'),
    publicProfile: companyProfile(core),
    trustProxy: env.TRUST_PROXY,
    onVisitorTyping: (conversationId) => api.sockets.clientTypes(conversationId),
  })
  core.channels.addKind(siteAccountKind({ core, site, secret }))
  await ensureFirstAccount(core, { accountId: mainSiteAccountId, kind: 'site', channel: 'site' })
  const secretOfWebhook = env.TELEGRAM_MODE === 'webhook' ? env.TELEGRAM_WEBHOOK_SECRET : undefined
  const managerToken = env.MANAGER_BOT_TOKEN ?? demo?.managerBotToken
  const managerBot = managerToken
    ? createManagerBot({
        core,
        token: managerToken,
        webhook: secretOfWebhook
          ? {
              url: `${core.company.publicUrl}/webhooks/manager`,
              secret: secretOfWebhook,
            }
          : undefined,
        apiRoot: demo?.apiRoot ?? env.MANAGER_BOT_API_ROOT ?? env.TELEGRAM_API_ROOT,
      })
    : null
  if (managerBot && managerToken)
    await accounts.give(managerBot.channel, { kind: 'staff-telegram', identity: identityOf(managerToken) })
  await accounts.open()

  const api = createApi(core, {
    secret,
    server: runs('web') ? server : undefined,
    panelDir: path.join(built, 'panel'),
    trustProxy: env.TRUST_PROXY,
    roles: env.ROLES,
    processMetrics: true,
  })

  // Who hears of what happened.
  const subscribers: Subscriber[] = [
    // Before those who tell people: they tell whoever it chose.
    routingSubscriber,
    autoresponderSubscriber,
    introducerSubscriber,
    searchSubscriber,
    dealWordsSubscriber,
    stageNoticeSubscriber,
    clientFactsSubscriber,
    site.subscriber,
    api.panelSubscriber,
    api.metricsSubscriber,
    channelSubscriber,
  ]
  if (managerBot) subscribers.push(managerBot.subscriber)

  const app = express().disable('x-powered-by')
  app.use(telegramWebhook(core))
  app.use(
    cloudWebhook(core, () =>
      core.channels.all().filter((channel): channel is CloudChannel => channel instanceof CloudChannel),
    ),
  )
  if (managerBot && secretOfWebhook) app.use(managerWebhook(managerBot, secretOfWebhook))
  app.use(site.router)
  if (demo) app.use(demo.router)
  app.use(api.router)
  if (runs('web') || demo) handler = app as RequestListener

  work.push(accounts.run(signal))
  if (runs('dispatcher')) work.push(new Dispatcher(core, subscribers, holder).run(signal))
  if (runs('jobs')) work.push(runJobs(core, signal), resumeErasures(core))

  let stopped: Promise<void> | undefined
  const stop = async () => {
    handler = (_req, res) => res.writeHead(503, { connection: 'close' }).end()
    stopping.abort()
    await Promise.all([site.close(), api.close()])
    await Promise.allSettled(work)
    await closeServer(server)
    demo?.close()
    stopTelling()
    await core.connection.close()
  }
  return {
    core,
    url,
    firstSignIn,
    demo,
    stop: () => {
      stopped ??= stop()
      return stopped
    },
  }
}

/** What a crash cut short is finished; when that fails, the next start or the command does it. */
async function resumeErasures(core: Core): Promise<void> {
  try {
    await finishErasures(core)
  } catch (err) {
    core.log.error({ err }, 'privacy: an erasure is not finished yet')
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (err: NodeJS.ErrnoException) => {
      reject(err.code === 'EADDRINUSE' ? new PortTaken(`${host}:${port}`) : err)
    })
    server.listen(port, host, () => resolve())
  })
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

/** Exit codes that `npm start` reads. */
const exitCodes = { settings: 2, portTaken: 3, failed: 1 } as const
/** Work that does not end within this is left to the next process, which finds everything in the database. */
const stopLimitMs = 10_000

async function main(): Promise<void> {
  const settings = readEnv(process.env)
  if ('mistakes' in settings) {
    for (const mistake of settings.mistakes) console.error(`settings: ${mistake}`)
    process.exitCode = exitCodes.settings
    return
  }
  const { env } = settings
  if (!env.MONGODB_URI) {
    console.error('settings: MONGODB_URI: is not set; `npm start` brings a database of its own')
    process.exitCode = exitCodes.settings
    return
  }
  const log = createLog(env.LOG_LEVEL)
  process.on('unhandledRejection', (err) => log.error({ err }, 'a promise was left without a handler'))
  try {
    const otklik = await startOtklik(env, { log })
    const end = (name: NodeJS.Signals) => {
      console.error(`${name}: stopping`)
      setTimeout(() => process.exit(exitCodes.failed), stopLimitMs).unref()
      void otklik.stop().then(() => process.exit(0))
    }
    process.once('SIGINT', end)
    process.once('SIGTERM', end)
    announce(otklik, env)
  } catch (err) {
    if (err instanceof PortTaken) {
      console.error(
        `${err.message} is taken by another program: stop it, or set PORT in .env to a free port.`,
      )
      process.exit(exitCodes.portTaken)
    }
    log.fatal({ err }, 'Otklik could not start')
    console.error(explainStart(err))
    process.exit(exitCodes.failed)
  }
}

function announce(otklik: Otklik, env: Env): void {
  const lines = [`Otklik: ${otklik.url}`]
  if (otklik.firstSignIn) lines.push(`  sign in: ${otklik.firstSignIn.email}  ${otklik.firstSignIn.password}`)
  if (otklik.demo)
    lines.push(`  try it:  ${otklik.url}/sandbox (phones)  ${otklik.url}/demo (shop with the chat)`)
  if (env.ROLES.length < 4) lines.push(`  roles:   ${env.ROLES.join(', ')}`)
  console.log(lines.join('\n'))
}

function explainStart(err: unknown): string {
  if (err instanceof Error && err.name === 'MongooseServerSelectionError') {
    return 'The database does not answer: check MONGODB_URI and that MongoDB runs as a replica set.'
  }
  return `Otklik could not start: ${err instanceof Error ? err.message : String(err)}`
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url))
  await main()
