import { Telegram, TelegramError } from 'telegraf'
import { z } from 'zod'
import type { AccountKind } from '../../core/channel-accounts/account-kind.js'
import type { Core } from '../../core/context.js'
import { OtklikError } from '../../core/errors.js'
import type { Inbox } from '../../core/inbox/receive-message.js'
import { TelegramChannel } from './channel.js'
import { telegramForm } from './locales/account-form.js'

const settings = z.strictObject({
  token: z
    .string()
    .trim()
    .regex(/^\d+:[\w-]{20,}$/, 'bot-token'),
  mode: z.enum(['polling', 'webhook']).default('polling'),
})
type TelegramSettings = z.output<typeof settings>

const checkTimeoutMs = 10_000

/** Who a bot is, told from its token without asking anybody. */
export function identityOf(token: string): string {
  return `telegram:${token.split(':')[0]}`
}

/** Bots that people add in the Channels room. */
export function telegramAccountKind({
  core,
  inbox,
  apiRoot,
}: {
  core: Core
  inbox: Inbox
  /** Base address of the Bot API, without a slash at the end. */
  apiRoot: string
}): AccountKind<TelegramSettings> {
  const webhookUrl = (accountId: string) => `${core.company.publicUrl}/webhooks/telegram/${accountId}`
  return {
    kind: 'telegram',
    channel: 'telegram',
    settings,
    secrets: ['token'],
    fields: [
      {
        name: 'token',
        type: 'secret',
        required: true,
        label: telegramForm.token,
        hint: telegramForm.tokenHint,
      },
      {
        name: 'mode',
        type: 'choice',
        label: telegramForm.mode,
        hint: telegramForm.modeHint,
        choices: [
          { value: 'polling', label: telegramForm.modePolling },
          { value: 'webhook', label: telegramForm.modeWebhook },
        ],
      },
    ],
    async check({ token, mode }) {
      if (mode === 'webhook' && !core.company.publicUrl.startsWith('https:'))
        throw new OtklikError('bad-input', { fields: { 'settings.mode': 'needs-https' } })
      const telegram = new Telegram(token, { apiRoot: `${apiRoot}/` })
      try {
        const me = await telegram.callApi('getMe', {}, {
          signal: AbortSignal.timeout(checkTimeoutMs),
        } as never)
        return { identity: identityOf(token), publicName: `@${me.username}` }
      } catch (err) {
        if (err instanceof TelegramError && (err.code === 401 || err.code === 404))
          throw new OtklikError('wrong-token', { fields: { 'settings.token': 'wrong' } })
        // The words of a network error hold the address, and the address holds the token.
        const text = err instanceof TelegramError ? err.description : 'api.telegram.org'
        throw new OtklikError('channel-unreachable', { params: { text } })
      }
    },
    create: ({ _id: accountId }, { token, mode }) =>
      new TelegramChannel({
        core,
        inbox,
        accountId,
        token,
        apiRoot,
        mode,
        ...(mode === 'webhook'
          ? {
              webhookUrl: webhookUrl(accountId),
              webhookSecret: core.secrets.derive(`telegram webhook of ${accountId}`).toString('base64url'),
            }
          : {}),
      }),
    facts: ({ publicName }) => [
      ...(publicName
        ? [
            {
              name: 'link',
              label: telegramForm.link,
              value: `${core.company.chatLinks.telegram}/${publicName.slice(1)}`,
            },
          ]
        : []),
    ],
  }
}
