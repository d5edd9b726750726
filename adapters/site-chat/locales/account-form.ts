import type { AccountField } from '../../../core/channel-accounts/account-kind.js'

/** Form of a widget in the Channels room. */
export const siteForm = {
  title: {
    ru: 'Название в шапке',
    en: 'Name in the header',
  },
  titleHint: {
    ru: 'Пусто: название компании',
    en: 'Empty: the name of the company',
  },
  greeting: {
    ru: 'Приветствие',
    en: 'Greeting',
  },
  replyTime: {
    ru: 'Как быстро отвечаете',
    en: 'How fast you answer',
  },
  replyTimeHint: {
    ru: 'Например: «Обычно отвечаем за 5 минут»',
    en: 'Such as “Usually answers in 5 minutes”',
  },
  consent: {
    ru: 'Согласие на обработку данных',
    en: 'Consent to the use of data',
  },
  consentHint: {
    ru: 'Его попросят отметить у формы, которую чат предлагает в нерабочее время. Пусто: не спрашивать',
    en: 'Has to be ticked at the form that the chat offers after hours. Empty: nothing is asked',
  },
  color: {
    ru: 'Цвет',
    en: 'Colour',
  },
  theme: {
    ru: 'Тема',
    en: 'Theme',
  },
  themeAuto: {
    ru: 'Как на устройстве',
    en: 'As the device',
  },
  themeLight: {
    ru: 'Светлая',
    en: 'Light',
  },
  themeDark: {
    ru: 'Тёмная',
    en: 'Dark',
  },
  position: {
    ru: 'Где кнопка',
    en: 'Where the button is',
  },
  positionRight: {
    ru: 'Справа',
    en: 'On the right',
  },
  positionLeft: {
    ru: 'Слева',
    en: 'On the left',
  },
  tag: {
    ru: 'Код для сайта',
    en: 'Code for the site',
  },
  identityKey: {
    ru: 'Ключ подписи пользователей сайта',
    en: 'Key that signs users of the site',
  },
} satisfies Record<string, AccountField['label']>
