export const roleKeys = ['admin', 'head', 'sales', 'account', 'assistant', 'marketer'] as const

export const requirableFields = [
  'amount',
  'title',
  'dueAt',
  'items',
  'clientId',
  'companyId',
  'ownerId',
] as const

export const milestoneKeys = [
  'proposal-sent',
  'proposal-accepted',
  'design-approved',
  'contract-signed',
  'invoice-sent',
  'invoice-paid',
  'goods-ordered',
  'goods-arrived',
  'shipped',
  'delivered',
] as const

/** What a message to the client may name; the server fills them in for the deal. */
export const noticeVariables = {
  ru: '{{имя}} {{заказ}} {{номер}} {{этап}} {{срок}} {{сумма}} {{менеджер}} {{компания}}',
  en: '{{name}} {{order}} {{number}} {{stage}} {{due}} {{amount}} {{manager}} {{company}}',
} as const
