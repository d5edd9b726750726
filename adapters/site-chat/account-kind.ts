import type { AccountKind } from '../../core/channel-accounts/account-kind.js'
import type { Core } from '../../core/context.js'
import type { SiteChat } from './channel.js'
import { type SiteSettings, siteSettings } from './site-account.js'
import { identityKey } from './visitor-token.js'

/** The widget every installation has from the start; people may change, stop or remove it. */
export const mainSiteAccountId = 'site:main'

/** Widgets that people add in the Channels room, each with its own look, words, script and hours. */
export function siteAccountKind({
  core,
  site,
  secret,
}: {
  core: Core
  site: SiteChat
  /** SESSION_SECRET. */
  secret: string
}): AccountKind<SiteSettings> {
  const keyOf = (accountId: string) => accountId.slice('site:'.length)
  return {
    kind: 'site',
    channel: 'site',
    settings: siteSettings,
    secrets: [],
    fields: [
      {
        name: 'title',
        type: 'text',
        label: { ru: 'Название в шапке', en: 'Name in the header' },
        hint: { ru: 'Пусто: название компании', en: 'Empty: the name of the company' },
      },
      { name: 'greeting', type: 'lines', label: { ru: 'Приветствие', en: 'Greeting' } },
      {
        name: 'replyTime',
        type: 'text',
        label: { ru: 'Как быстро отвечаете', en: 'How fast you answer' },
        hint: { ru: 'Например: «Обычно отвечаем за 5 минут»', en: 'Such as “Usually answers in 5 minutes”' },
      },
      { name: 'color', type: 'colour', label: { ru: 'Цвет', en: 'Colour' } },
      {
        name: 'theme',
        type: 'choice',
        label: { ru: 'Тема', en: 'Theme' },
        choices: [
          { value: 'auto', label: { ru: 'Как на устройстве', en: 'As the device' } },
          { value: 'light', label: { ru: 'Светлая', en: 'Light' } },
          { value: 'dark', label: { ru: 'Тёмная', en: 'Dark' } },
        ],
      },
      {
        name: 'position',
        type: 'choice',
        label: { ru: 'Где кнопка', en: 'Where the button is' },
        choices: [
          { value: 'right', label: { ru: 'Справа', en: 'On the right' } },
          { value: 'left', label: { ru: 'Слева', en: 'On the left' } },
        ],
      },
    ],
    create: ({ _id }, settings) => site.open(_id, settings),
    facts: ({ _id }) => [
      {
        name: 'tag',
        label: { ru: 'Код для сайта', en: 'Code for the site' },
        value: `<script src="${core.company.publicUrl}/widget.js" data-account="${keyOf(_id)}" async></script>`,
      },
      {
        name: 'identityKey',
        label: { ru: 'Ключ подписи пользователей сайта', en: 'Key that signs users of the site' },
        value: identityKey(secret, _id),
      },
    ],
  }
}
