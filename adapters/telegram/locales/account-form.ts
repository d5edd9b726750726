import type { AccountField } from '../../../core/channel-accounts/account-kind.js'

/** Form of a bot in the Channels room. */
export const telegramForm = {
  token: {
    ru: 'Токен бота',
    en: 'Token of the bot',
  },
  tokenHint: {
    ru: 'Напишите @BotFather команду /newbot и скопируйте токен вида 123456:ABC…',
    en: 'Send /newbot to @BotFather and copy the token, such as 123456:ABC…',
  },
  mode: {
    ru: 'Как получать сообщения',
    en: 'How messages come',
  },
  modeHint: {
    ru: 'Опрос работает везде. Вебхуку нужен адрес PUBLIC_URL, открытый снаружи по https.',
    en: 'Polling works everywhere. A webhook needs a PUBLIC_URL that is open to the world over https.',
  },
  modePolling: {
    ru: 'Опрос',
    en: 'Polling',
  },
  modeWebhook: {
    ru: 'Вебхук',
    en: 'Webhook',
  },
  link: {
    ru: 'Ссылка для клиентов',
    en: 'Link for clients',
  },
} satisfies Record<string, AccountField['label']>
