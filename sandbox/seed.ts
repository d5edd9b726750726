import type { NewPerson } from './telegram/sandbox.js'

/** A person of the demo: who they are and which phone they hold. */
export interface DemoPerson extends NewPerson {
  id: number
  role: 'client' | 'manager'
  /** The same person among the team of the demo data (`core/seed/demo.yaml`). */
  staffKey?: string
}

/** The agency of the demo. */
export const demoCompanyName = 'Реклама и мерч'

/** What stands above the chat of the managers' bot. */
export const managerBotTitle = 'Отклик для команды'

/** The cast of the demo. Ids are fixed, so that demo data can name the managers as staff. */
export const demoPeople: readonly DemoPerson[] = [
  {
    id: 700_000_101,
    name: 'Анна Белова',
    about: 'рекламное агентство',
    phone: '+79161234501',
    username: 'anna_belova',
    role: 'client',
  },
  {
    id: 700_000_102,
    name: 'Сергей Дубов',
    about: 'мебель на заказ',
    phone: '+79139876502',
    username: 'dubov_mebel',
    role: 'client',
  },
  {
    id: 700_000_103,
    name: 'Мария Лескова',
    about: 'дизайнер интерьеров',
    phone: '+79537654303',
    role: 'client',
  },
  {
    id: 700_000_201,
    name: 'Ольга Ветрова',
    about: 'менеджер',
    phone: '+79031112201',
    username: 'olga_vetrova',
    role: 'manager',
    staffKey: 'olga',
  },
  {
    id: 700_000_202,
    name: 'Дмитрий Громов',
    about: 'руководитель',
    phone: '+79031112202',
    role: 'manager',
    staffKey: 'dmitry',
  },
]

/** Clients who write in WhatsApp. */
export const whatsappPeople: readonly DemoPerson[] = [
  {
    id: 700_000_301,
    name: 'Игорь Савельев',
    about: 'сеть кофеен',
    phone: '+79137770301',
    role: 'client',
  },
  {
    id: 700_000_302,
    name: 'Елена Котова',
    about: 'праздники для детей',
    phone: '+79231112302',
    role: 'client',
  },
]

/** Who writes to the linked phone, once WhatsApp Web is started in the panel. */
export const whatsappWebPeople: readonly DemoPerson[] = [
  {
    id: 700_000_401,
    name: 'Кирилл Седов',
    about: 'барбершоп',
    phone: '+79135550401',
    role: 'client',
  },
]
