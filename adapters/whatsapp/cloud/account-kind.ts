import { z } from 'zod'
import type { AccountKind } from '../../../core/channel-accounts/account-kind.js'
import type { Core } from '../../../core/context.js'
import type { Env } from '../../../core/env.js'
import { OtklikError } from '../../../core/errors.js'
import type { Inbox } from '../../../core/inbox/receive-message.js'
import { CloudChannel } from './channel.js'
import { classify } from './error-codes.js'
import { GraphClient } from './graph-client.js'
import { cloudForm } from './locales/account-form.js'

const settings = z.strictObject({
  token: z.string().trim().min(20),
  phoneId: z
    .string()
    .trim()
    .regex(/^\d{5,30}$/, 'wrong-format'),
  appSecret: z.string().trim().min(16),
  verifyToken: z.string().trim().min(8).max(200),
  businessId: z
    .string()
    .trim()
    .regex(/^\d{0,30}$/, 'wrong-format')
    .default(''),
})
type CloudSettings = z.output<typeof settings>

const checkTimeoutMs = 10_000
const number = z.object({ display_phone_number: z.string() })

/** A number in one account only, told from Meta's id of it. */
export function cloudIdentity(phoneId: string): string {
  return `whatsapp:${phoneId}`
}

/** What the settings of the installation say of its number; `readEnv` has seen that they are there. */
export function cloudFromEnv(env: Env): CloudSettings & { apiRoot: string } {
  return {
    token: env.WHATSAPP_CLOUD_TOKEN ?? '',
    phoneId: env.WHATSAPP_CLOUD_PHONE_ID ?? '',
    appSecret: env.WHATSAPP_CLOUD_APP_SECRET ?? '',
    verifyToken: env.WHATSAPP_CLOUD_VERIFY_TOKEN ?? '',
    businessId: env.WHATSAPP_CLOUD_BUSINESS_ID ?? '',
    apiRoot: env.WHATSAPP_CLOUD_API_ROOT,
  }
}

/** Numbers on the official API that people add in the Channels room. */
export function cloudAccountKind({
  core,
  inbox,
  apiRoot,
}: {
  core: Core
  inbox: Inbox
  /** Base address of the Graph API, without a slash at the end. */
  apiRoot: string
}): AccountKind<CloudSettings> {
  return {
    kind: 'whatsapp-cloud',
    channel: 'whatsapp',
    settings,
    secrets: ['token', 'appSecret', 'verifyToken'],
    fields: [
      {
        name: 'phoneId',
        type: 'text',
        required: true,
        label: cloudForm.phoneId,
        hint: cloudForm.phoneIdHint,
      },
      {
        name: 'token',
        type: 'secret',
        required: true,
        label: cloudForm.token,
        hint: cloudForm.tokenHint,
      },
      {
        name: 'appSecret',
        type: 'secret',
        required: true,
        label: cloudForm.appSecret,
        hint: cloudForm.appSecretHint,
      },
      {
        name: 'verifyToken',
        type: 'secret',
        required: true,
        label: cloudForm.verifyToken,
        hint: cloudForm.verifyTokenHint,
      },
      {
        name: 'businessId',
        type: 'text',
        label: cloudForm.businessId,
        hint: cloudForm.businessIdHint,
      },
    ],
    async check({ token, phoneId }) {
      const graph = new GraphClient({ apiRoot, token, timeoutMs: checkTimeoutMs })
      try {
        const answer = number.parse(await graph.get(`${phoneId}?fields=display_phone_number`))
        return { identity: cloudIdentity(phoneId), publicName: answer.display_phone_number }
      } catch (err) {
        const result = classify(err)
        const code = result.outcome === 'sent' ? '' : result.reason.code
        if (code === 'bad-token' || code === 'not-permitted')
          throw new OtklikError('wrong-token', { fields: { 'settings.token': 'wrong' } })
        if (code === 'bad-content' || code === 'not-registered')
          throw new OtklikError('bad-input', { fields: { 'settings.phoneId': 'wrong' } })
        const text = result.outcome === 'sent' ? '' : (result.reason.text ?? code)
        throw new OtklikError('channel-unreachable', { params: { text } })
      }
    },
    create: ({ _id: accountId }, given) =>
      new CloudChannel({ core, inbox, accountId, apiRoot, ...given, businessId: given.businessId }),
    facts: ({ publicName }) => [
      {
        name: 'webhook',
        label: cloudForm.webhook,
        value: `${core.company.publicUrl}/webhooks/whatsapp`,
      },
      ...(publicName
        ? [
            {
              name: 'link',
              label: cloudForm.link,
              value: `${core.company.chatLinks.whatsapp}/${publicName.replace(/\D/g, '')}`,
            },
          ]
        : []),
    ],
  }
}
