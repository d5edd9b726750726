import type { AccountField } from '../../../../core/channel-accounts/account-kind.js'

/** Form of a number on the official API in the Channels room. */
export const cloudForm = {
  phoneId: {
    ru: 'ID номера телефона',
    en: 'Phone number ID',
  },
  phoneIdHint: {
    ru: 'Meta for Developers → ваше приложение → WhatsApp → API Setup: Phone number ID (не сам номер).',
    en: 'Meta for Developers → your app → WhatsApp → API Setup: Phone number ID (not the number itself).',
  },
  token: {
    ru: 'Постоянный токен',
    en: 'Permanent token',
  },
  tokenHint: {
    ru: 'Токен системного пользователя с правами whatsapp_business_messaging и whatsapp_business_management.',
    en: 'Of a system user with whatsapp_business_messaging and whatsapp_business_management.',
  },
  appSecret: {
    ru: 'Секрет приложения',
    en: 'App secret',
  },
  appSecretHint: {
    ru: 'Meta for Developers → App settings → Basic. Им подписаны входящие сообщения: без него номер не заработает.',
    en: 'Meta for Developers → App settings → Basic. It signs incoming messages: without it the number does not start.',
  },
  verifyToken: {
    ru: 'Слово для проверки вебхука',
    en: 'Verify token of the webhook',
  },
  verifyTokenHint: {
    ru: 'Придумайте сами и впишите то же в Meta: WhatsApp → Configuration → Webhook.',
    en: 'Make one up and write the same into Meta: WhatsApp → Configuration → Webhook.',
  },
  businessId: {
    ru: 'ID аккаунта WhatsApp Business',
    en: 'WhatsApp Business Account ID',
  },
  businessIdHint: {
    ru: 'Нужен, чтобы прочитать шаблоны. Если не указать, узнаем его из первого сообщения.',
    en: 'To read the templates. Left empty, it is learned from the first message.',
  },
  webhook: {
    ru: 'Адрес вебхука для Meta',
    en: 'Webhook address for Meta',
  },
  link: {
    ru: 'Ссылка для клиентов',
    en: 'Link for clients',
  },
} satisfies Record<string, AccountField['label']>
