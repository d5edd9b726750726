import path from 'node:path'
import { parseArgs } from 'node:util'
import { identityKey } from './adapters/site-chat/visitor-token.js'
import { addKindsForCommands, channelCommands } from './commands/channel-commands.js'
import { type Command, type Given, need, UsageError } from './commands/command.js'
import { BackupError, restoreBackup, writeBackup } from './core/backup.js'
import { ChannelRegistry } from './core/channel-registry.js'
import { systemClock } from './core/clock.js'
import { type Core, officialChatLinks, type Role, roles, system } from './core/context.js'
import { openDatabase } from './core/db.js'
import { ensurePipelines } from './core/deals/ensure-pipelines.js'
import { type Env, readEnv } from './core/env.js'
import { OtklikError } from './core/errors.js'
import { FileStore } from './core/files.js'
import { explainError } from './core/i18n.js'
import { createLog } from './core/log.js'
import { migrateOnce } from './core/migrate-once.js'
import { eraseAgain, erasePerson, findClientId } from './core/privacy/erase-person.js'
import { ErasureJournal } from './core/privacy/erasure-journal.js'
import { exportPerson } from './core/privacy/export-person.js'
import { findPerson } from './core/privacy/person.js'
import { productName } from './core/product-name.js'
import { SecretBox } from './core/secret-box.js'
import { seedDemo } from './core/seed/seed-demo.js'
import { sessionSecret } from './core/session-secret.js'
import { createApiKey } from './core/staff/api-keys.js'
import { createStaff } from './core/staff/create-staff.js'
import { inviteStaff } from './core/staff/invite-staff.js'
import { Wake } from './core/wake.js'

const text = { type: 'string' } as const
const yesNo = { type: 'boolean' } as const

const commands: Record<string, Command> = {
  'create-admin': {
    usage: 'create-admin --email you@example.com --password "at least 8 characters" [--name Name]',
    options: { email: text, password: text, name: text },
    async run(core, { email, password, name }) {
      const person = await createStaff(core, system, {
        name: name ?? need(email, '--email').split('@')[0] ?? 'admin',
        role: 'admin',
        email: need(email, '--email'),
        password: need(password, '--password'),
      })
      console.log(`${person.name} can sign in as ${person.email}`)
    },
  },
  'api-key create': {
    usage: `api-key create --name Name --role ${roles.join('|')}`,
    options: { name: text, role: text },
    async run(core, { name, role }) {
      const { key } = await createApiKey(core, system, { name: need(name, '--name'), role: roleOf(role) })
      console.error('The key is shown this once:')
      console.log(key)
    },
  },
  'staff add': {
    usage: `staff add --name Name --role ${roles.join('|')} [--telegram-id 123456] [--email you@example.com]`,
    options: { name: text, role: text, 'telegram-id': text, email: text },
    async run(core, { name, role, 'telegram-id': telegramId, email }) {
      const person = await createStaff(core, system, {
        name: need(name, '--name'),
        role: roleOf(role),
        telegramId,
        email,
      })
      if (telegramId) {
        console.log(`${person.name} is in the team: let them press /start in the managers' bot`)
        return
      }
      const { token } = await inviteStaff(core, system, { staffId: person._id })
      console.log(
        `${person.name} is in the team. Invitation for the managers' bot, for 7 days: /start ${token}`,
      )
    },
  },
  seed: {
    usage: 'seed',
    options: {},
    async run(core) {
      await ensurePipelines(core)
      await seedDemo(core)
      console.log('Demo data are in the database.')
    },
  },
  backup: {
    usage: 'backup [--file otklik-backup.gz]',
    options: { file: text },
    async run(core, { file }) {
      const stamp = core.clock.now().toISOString().slice(0, 19).replaceAll(':', '-')
      const target = path.resolve(file ?? `otklik-${stamp}.backup.gz`)
      const count = await writeBackup(core, target)
      console.error(`${count} documents`)
      console.log(target)
    },
  },
  restore: {
    usage: 'restore --file otklik-backup.gz',
    options: { file: text },
    async run(core, { file }) {
      const count = await restoreBackup(core, path.resolve(need(file, '--file')))
      const again = await eraseAgain(core)
      if (again > 0) console.error(`${again} people who had been erased are forgotten again`)
      console.log(`${count} documents restored`)
    },
  },
  'export-client': {
    usage: 'export-client --client <id, phone or e-mail> [--folder client-copy]',
    options: { client: text, folder: text },
    async run(core, { client, folder }) {
      const clientId = await findClientId(core, need(client, '--client'))
      const target = path.resolve(folder ?? `client-${clientId}`)
      const { documents, files } = await exportPerson(core, system, { clientId }, target)
      console.error(`${documents} documents, ${files} files`)
      console.log(target)
    },
  },
  'erase-client': {
    usage: 'erase-client --client <id, phone or e-mail> | --conversation <id> [--yes]',
    options: { client: text, conversation: text, yes: yesNo },
    async run(core, { client, conversation, yes }) {
      const who =
        conversation === undefined
          ? { clientId: await findClientId(core, need(client, '--client')) }
          : { conversationId: conversation }
      const id = 'clientId' in who ? who.clientId : who.conversationId
      if (!yes) {
        const { conversations, inquiries, deals } = await findPerson(core, who)
        throw new UsageError(
          `${id}: ${conversations.length} conversations, ${inquiries.length} inquiries, ${deals.length} deals. ` +
            'Erasing cannot be undone: add --yes to do it.',
        )
      }
      for (const [model, count] of Object.entries(await erasePerson(core, system, who)))
        if (count > 0) console.error(`${model}: ${count}`)
      console.log(`${id} is forgotten`)
    },
  },
  ...channelCommands,
  'site-chat-key': {
    usage: 'site-chat-key [--account main]',
    options: { account: text },
    async run(_core, { account = 'main' }) {
      const settings = readEnv(process.env)
      if ('mistakes' in settings) throw new UsageError(settings.mistakes.join('; '))
      const { DATA_DIR, SESSION_SECRET } = settings.env
      console.error("The site's server signs its user ids with this key (docs/channels/site-chat.md):")
      console.log(identityKey(await sessionSecret(DATA_DIR, SESSION_SECRET), `site:${account}`))
    },
  },
}

function roleOf(role: string | undefined): Role {
  const found = roles.find((each) => each === role)
  if (!found) throw new UsageError(`--role must be one of ${roles.join(', ')}`)
  return found
}

function usage(): string {
  return [
    'npm run otklik -- <command>',
    ...[...Object.values(commands).map((c) => c.usage), 'check-config'].map((line) => `  ${line}`),
  ].join('\n')
}

async function main(args: string[]): Promise<number> {
  const settings = readEnv(process.env)
  if (args[0] === 'check-config') return checkConfig(settings)
  const name = [args.slice(0, 2).join(' '), args[0] ?? ''].find((each) => each in commands)
  const command = name === undefined ? undefined : commands[name]
  if (!command || name === undefined) {
    console.error(usage())
    return args.length === 0 || /^(-h|--help|help)$/.test(args[0] ?? '') ? 0 : 2
  }
  if ('mistakes' in settings) return checkConfig(settings)
  try {
    const { values, positionals } = parseArgs({
      args: args.slice(name.split(' ').length),
      options: command.options,
      allowPositionals: command.takesWords ?? false,
      strict: true,
    })
    const core = await openCore(settings.env)
    try {
      await command.run(core, values as Given, positionals)
    } finally {
      await core.connection.close()
    }
    return 0
  } catch (err) {
    console.error(explain(err, command))
    return err instanceof UsageError ? 2 : 1
  }
}

function checkConfig(settings: ReturnType<typeof readEnv>): number {
  if ('mistakes' in settings) {
    for (const mistake of settings.mistakes) console.error(`settings: ${mistake}`)
    return 2
  }
  console.log('The settings are right.')
  return 0
}

async function openCore(env: Env): Promise<Core> {
  if (!env.MONGODB_URI) throw new UsageError('MONGODB_URI is not set')
  const database = await openDatabase(env.MONGODB_URI)
  const log = createLog(env.LOG_LEVEL === 'info' ? 'warn' : env.LOG_LEVEL)
  await migrateOnce({ ...database, log })
  const secret = await sessionSecret(env.DATA_DIR, env.SESSION_SECRET)
  const core: Core = {
    ...database,
    log,
    clock: systemClock,
    company: {
      name: env.COMPANY_NAME ?? productName[env.DEFAULT_LOCALE],
      zone: env.COMPANY_TIMEZONE,
      locale: env.DEFAULT_LOCALE,
      publicUrl: env.PUBLIC_URL ?? '',
      chatLinks: officialChatLinks,
    },
    channels: new ChannelRegistry(),
    files: new FileStore(database, systemClock),
    erasures: new ErasureJournal(env.DATA_DIR),
    secrets: new SecretBox(secret),
    wake: new Wake(),
  }
  addKindsForCommands(core, env, secret)
  return core
}

function explain(err: unknown, command: Command): string {
  if (err instanceof OtklikError) return explainError(err, 'en').message
  if (err instanceof UsageError || err instanceof BackupError) return `${err.message}\n${command.usage}`
  if (err instanceof Error && 'code' in err && String(err.code).startsWith('ERR_PARSE_ARGS'))
    return `${err.message}\n${command.usage}`
  return err instanceof Error ? err.message : String(err)
}

process.exitCode = await main(process.argv.slice(2))
