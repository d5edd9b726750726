import { readFileSync } from 'node:fs'
import { siteAccountKind } from '../adapters/site-chat/account-kind.js'
import { telegramAccountKind } from '../adapters/telegram/account-kind.js'
import { cloudAccountKind } from '../adapters/whatsapp/cloud/account-kind.js'
import { webAccountKind, webFromEnv } from '../adapters/whatsapp/web/account-kind.js'
import { addAccount } from '../core/channel-accounts/add-account.js'
import { explainState } from '../core/channel-accounts/explain-state.js'
import { listAccounts } from '../core/channel-accounts/queries.js'
import { switchAccount } from '../core/channel-accounts/switch-account.js'
import { type Core, system } from '../core/context.js'
import { DialogRunner } from '../core/dialogs/dialog-runner.js'
import { ScriptLibrary } from '../core/dialogs/script-library.js'
import type { Env } from '../core/env.js'
import { Inbox } from '../core/inbox/receive-message.js'
import { type Command, need, UsageError } from './command.js'

const text = { type: 'string' } as const

/** The kinds of accounts as `main.ts` lists them, to check and to store; a command runs no channel. */
export function addKindsForCommands(core: Core, env: Env, secret: string): void {
  const inbox = new Inbox(core, new DialogRunner(new ScriptLibrary(core)))
  const { TELEGRAM_API_ROOT: telegram, WHATSAPP_CLOUD_API_ROOT: cloud } = env
  const site = {
    open: (): never => {
      throw new Error('a command opens no widget')
    },
  }
  core.channels.addKind(telegramAccountKind({ core, inbox, apiRoot: telegram }))
  core.channels.addKind(cloudAccountKind({ core, inbox, apiRoot: cloud }))
  core.channels.addKind(webAccountKind({ core, inbox, ...webFromEnv(env) }))
  core.channels.addKind(siteAccountKind({ core, site, secret }))
}

export const channelCommands: Record<string, Command> = {
  'channel list': {
    usage: 'channel list',
    options: {},
    async run(core) {
      for (const account of await listAccounts(core)) {
        const { phase, what, advice } = explainState(account.now, 'en')
        const waiting = account.waiting > 0 ? `${account.waiting} to send` : ''
        const about = [account.kind, account.name, account.publicName, phase, what, advice, waiting]
        console.log([account._id, ...about.filter(Boolean)].join(' · '))
      }
    },
  },
  'channel add': {
    usage:
      'channel add --kind telegram|whatsapp-cloud|whatsapp-web|site --name Name [setting=value …] (token=@file, token=@- from stdin)',
    options: { kind: text, name: text },
    takesWords: true,
    async run(core, { kind, name }, words) {
      const account = await addAccount(core, system, {
        kind: need(kind, '--kind'),
        name: need(name, '--name'),
        settings: Object.fromEntries(words.map(setting)),
      })
      const facts = core.channels.kind(account.kind)?.facts?.(account) ?? []
      for (const { name: fact, value } of facts) console.error(`${fact}: ${value}`)
      console.log(account._id)
    },
  },
  'channel start': switching(true),
  'channel stop': switching(false),
}

function switching(enabled: boolean): Command {
  const name = `channel ${enabled ? 'start' : 'stop'}`
  return {
    usage: `${name} <account>`,
    options: {},
    takesWords: true,
    async run(core, _given, [accountId]) {
      await switchAccount(core, system, { accountId: need(accountId, 'the account'), enabled })
      console.log(`${accountId} ${enabled ? 'starts' : 'stops'}: a running Otklik follows within two seconds`)
    },
  }
}

/** A secret is better read from a file or a pipe: what stands in a command line others can see. */
function setting(word: string): [string, unknown] {
  const [, name = '', value = ''] = /^([\w]+)=(.*)$/s.exec(word) ?? []
  if (name === '') throw new UsageError(`"${word}" is no setting=value`)
  if (value.startsWith('@'))
    return [name, readFileSync(value === '@-' ? process.stdin.fd : value.slice(1), 'utf8').trim()]
  return [name, value === 'true' || value === 'false' ? value === 'true' : value]
}
