import type { AccountField } from '../../../../core/channel-accounts/account-kind.js'

/** Form of a linked phone in the Channels room. */
export const webForm = {
  pairingPhone: {
    ru: 'Номер для привязки по коду',
    en: 'Number, to link by a code',
  },
  pairingPhoneHint: {
    ru: 'Подключение неофициальное: WhatsApp не разрешает такие программы и может заблокировать номер, для важного номера возьмите WhatsApp Cloud API. Пусто: привязка по QR-коду. С номером Отклик покажет код, который вводят на телефоне: «Связанные устройства» → «Связать по номеру».',
    en: 'This is unofficial: WhatsApp does not allow such programs and may block the number; for a number that matters take the WhatsApp Cloud API. Empty: linked by a QR code. With a number Otklik shows a code to type in on the phone: Linked devices → Link with phone number.',
  },
  groups: {
    ru: 'Принимать сообщения из групп',
    en: 'Take messages of groups',
  },
  statuses: {
    ru: 'Принимать статусы',
    en: 'Take statuses',
  },
  broadcasts: {
    ru: 'Принимать рассылки и каналы',
    en: 'Take broadcasts and channels',
  },
} satisfies Record<string, AccountField['label']>
