import { z } from 'zod'
import type { AccountKind } from '../../../core/channel-accounts/account-kind.js'
import type { Core } from '../../../core/context.js'
import type { Env } from '../../../core/env.js'
import type { Inbox } from '../../../core/inbox/receive-message.js'
import { WhatsAppWebChannel, type WhatsAppWebOptions } from './channel.js'
import { webForm } from './locales/account-form.js'
import { forgetSession } from './session-folder.js'

const settings = z.strictObject({
  pairingPhone: z
    .string()
    .trim()
    .regex(/^(?:\+?[\d\s()-]{7,25})?$/, 'wrong-format')
    .default(''),
  groups: z.boolean().default(false),
  statuses: z.boolean().default(false),
  broadcasts: z.boolean().default(false),
})
type WebSettings = z.output<typeof settings>

type Place = Pick<WhatsAppWebOptions, 'core' | 'inbox' | 'dataDir' | 'chromiumPath' | 'resolve' | 'limits'>

/** What the settings of the installation say of its linked phone. */
export function webFromEnv(
  env: Env,
): Pick<WhatsAppWebOptions, 'dataDir' | 'chromiumPath' | 'resolve' | 'pairingPhone' | 'listening'> {
  const listen = new Set(env.WHATSAPP_WEB_LISTEN)
  return {
    dataDir: env.DATA_DIR,
    chromiumPath: env.CHROMIUM_PATH,
    resolve: env.WHATSAPP_WEB_URL_RESOLVE,
    pairingPhone: env.WHATSAPP_WEB_PAIR_PHONE,
    listening: {
      groups: listen.has('groups'),
      statuses: listen.has('statuses'),
      broadcasts: listen.has('broadcasts'),
    },
  }
}

/** Phones that people link in the Channels room, as they would link WhatsApp Web. */
export function webAccountKind(place: Place & { core: Core; inbox: Inbox }): AccountKind<WebSettings> {
  return {
    kind: 'whatsapp-web',
    channel: 'whatsapp',
    settings,
    secrets: [],
    fields: [
      {
        name: 'pairingPhone',
        type: 'text',
        label: webForm.pairingPhone,
        hint: webForm.pairingPhoneHint,
      },
      {
        name: 'groups',
        type: 'flag',
        label: webForm.groups,
      },
      {
        name: 'statuses',
        type: 'flag',
        label: webForm.statuses,
      },
      {
        name: 'broadcasts',
        type: 'flag',
        label: webForm.broadcasts,
      },
    ],
    forget: (accountId) => forgetSession(place.dataDir, accountId),
    create: ({ _id: accountId }, { pairingPhone, ...listening }) =>
      new WhatsAppWebChannel({
        ...place,
        accountId,
        listening,
        ...(pairingPhone ? { pairingPhone } : {}),
      }),
  }
}
