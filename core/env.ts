import { z } from 'zod'
import { locales } from './context.js'

/**
 * Settings from the environment, checked once at start. Names are public interface (docs/operations.md). Empty strings
 * count as absent, so that an untouched `.env` line is a default.
 */
const roleNames = ['web', 'channels', 'dispatcher', 'jobs'] as const
export type ProcessRole = (typeof roleNames)[number]

const port = z.coerce.number().int().min(0).max(65_535)
const zone = z.string().refine(isZone, 'is not an IANA time zone such as Europe/Moscow')
const baseUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''))
const botToken = z.string().regex(/^\d+:[\w-]{20,}$/, 'is not a bot token (123456:ABC…)')

/** Without the app secret anybody could post messages to the webhook, so the number does not start without it. */
const cloudNeeds = [
  'WHATSAPP_CLOUD_TOKEN',
  'WHATSAPP_CLOUD_PHONE_ID',
  'WHATSAPP_CLOUD_APP_SECRET',
  'WHATSAPP_CLOUD_VERIFY_TOKEN',
] as const

const schema = z
  .object({
    MONGODB_URI: z
      .string()
      .regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb://')
      .optional(),
    DATA_DIR: z.string().default('./data'),
    HOST: z.string().default('127.0.0.1'),
    PORT: port.default(3000),
    PUBLIC_URL: baseUrl.optional(),
    ROLES: z
      .string()
      .default('web,channels,dispatcher,jobs')
      .transform((list) => list.split(',').map((role) => role.trim()))
      .pipe(z.array(z.enum(roleNames)).min(1)),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    COMPANY_NAME: z.string().max(100).optional(),
    COMPANY_TIMEZONE: zone.default('Europe/Moscow'),
    DEFAULT_LOCALE: z.enum(locales).default('ru'),
    SESSION_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
    TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
    ADMIN_EMAIL: z.email().optional(),
    ADMIN_PASSWORD: z.string().min(8, 'must have at least 8 characters').optional(),
    TELEGRAM_BOT_TOKEN: botToken.optional(),
    TELEGRAM_API_ROOT: baseUrl.default('https://api.telegram.org'),
    TELEGRAM_MODE: z.enum(['polling', 'webhook']).default('polling'),
    TELEGRAM_WEBHOOK_SECRET: z
      .string()
      .regex(/^[\w-]{16,256}$/, 'must be 16-256 characters A-Z a-z 0-9 _ -')
      .optional(),
    MANAGER_BOT_TOKEN: botToken.optional(),
    MANAGER_BOT_API_ROOT: baseUrl.optional(),
    TEAM_DESK_CHAT_ID: z
      .string()
      .regex(/^-?\d+$/, 'must be a chat id')
      .optional(),
    WHATSAPP_PROVIDER: z.enum(['off', 'web', 'cloud']).default('off'),
    WHATSAPP_WEB_URL_RESOLVE: z
      .string()
      .regex(/^[\w.-]+:\d{1,5}$/, 'must be host:port')
      .optional(),
    WHATSAPP_WEB_PAIR_PHONE: z
      .string()
      .regex(/^\+?[\d\s()-]{7,25}$/, 'must be a phone number with its country code')
      .optional(),
    WHATSAPP_WEB_LISTEN: z
      .string()
      .default('')
      .transform((list) =>
        list
          .split(',')
          .map((name) => name.trim())
          .filter(Boolean),
      )
      .pipe(z.array(z.enum(['groups', 'statuses', 'broadcasts']))),
    CHROMIUM_PATH: z.string().optional(),
    WHATSAPP_CLOUD_TOKEN: z.string().optional(),
    WHATSAPP_CLOUD_PHONE_ID: z.string().optional(),
    WHATSAPP_CLOUD_APP_SECRET: z.string().optional(),
    WHATSAPP_CLOUD_VERIFY_TOKEN: z.string().optional(),
    WHATSAPP_CLOUD_BUSINESS_ID: z
      .string()
      .regex(/^\d+$/, 'must be the number of the WhatsApp Business Account')
      .optional(),
    WHATSAPP_CLOUD_API_ROOT: baseUrl.default('https://graph.facebook.com'),
    CLAMD_URL: z
      .string()
      .regex(/^(tcp:\/\/[^/]+|unix:\/\/\/.+)$/, 'must be tcp://host:3310 or unix:///path/of/clamd.ctl')
      .optional(),
    SMTP_URL: z.string().optional(),
    IMAP_URL: z.string().optional(),
    SMS_PROVIDER: z.string().optional(),
    SMS_API_ROOT: baseUrl.optional(),
    SMS_TOKEN: z.string().optional(),
    TELEPHONY_SECRET: z.string().optional(),
    OPENAI_API_KEY: z.string().optional(),
    OPENAI_BASE_URL: baseUrl.optional(),
    OPENAI_MODEL: z.string().optional(),
    /** Set by `npm start` when nothing is configured: seeded data and sandbox messengers. */
    OTKLIK_DEMO: z
      .enum(['0', '1'])
      .default('0')
      .transform((flag) => flag === '1'),
  })
  .superRefine((env, context) => {
    const fail = (name: string, message: string) =>
      context.addIssue({ code: 'custom', path: [name], message })
    if (env.TELEGRAM_MODE === 'webhook' && env.TELEGRAM_BOT_TOKEN) {
      if (!env.TELEGRAM_WEBHOOK_SECRET)
        fail('TELEGRAM_WEBHOOK_SECRET', 'is needed with TELEGRAM_MODE=webhook')
      if (!env.PUBLIC_URL) fail('PUBLIC_URL', 'is needed with TELEGRAM_MODE=webhook')
    }
    if (env.WHATSAPP_PROVIDER === 'cloud') {
      for (const name of cloudNeeds) if (!env[name]) fail(name, 'is needed with WHATSAPP_PROVIDER=cloud')
    }
    if (env.TELEGRAM_BOT_TOKEN && env.TELEGRAM_BOT_TOKEN === env.MANAGER_BOT_TOKEN) {
      fail('MANAGER_BOT_TOKEN', 'must be another bot than TELEGRAM_BOT_TOKEN')
    }
  })

export type Env = z.output<typeof schema>

/** The settings, or one line per mistake: `PORT: expected number…`. Values are never repeated: they may be secrets. */
export function readEnv(source: Record<string, string | undefined>): { env: Env } | { mistakes: string[] } {
  const given = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ''),
  )
  const result = schema.safeParse(given)
  if (result.success) return { env: result.data }
  return { mistakes: result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) }
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== undefined
  } catch {
    return false
  }
}
