import type { AccountKind } from '../../core/channel-accounts/account-kind.js'
import type { Core } from '../../core/context.js'
import type { SiteChat } from './channel.js'
import { siteForm } from './locales/account-form.js'
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
  site: Pick<SiteChat, 'open'>
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
        label: siteForm.title,
        hint: siteForm.titleHint,
      },
      { name: 'greeting', type: 'lines', label: siteForm.greeting },
      {
        name: 'replyTime',
        type: 'text',
        label: siteForm.replyTime,
        hint: siteForm.replyTimeHint,
      },
      { name: 'consent', type: 'lines', label: siteForm.consent, hint: siteForm.consentHint },
      { name: 'color', type: 'colour', label: siteForm.color },
      {
        name: 'theme',
        type: 'choice',
        label: siteForm.theme,
        choices: [
          { value: 'auto', label: siteForm.themeAuto },
          { value: 'light', label: siteForm.themeLight },
          { value: 'dark', label: siteForm.themeDark },
        ],
      },
      {
        name: 'position',
        type: 'choice',
        label: siteForm.position,
        choices: [
          { value: 'right', label: siteForm.positionRight },
          { value: 'left', label: siteForm.positionLeft },
        ],
      },
    ],
    create: ({ _id }, settings) => site.open(_id, settings),
    facts: ({ _id }) => [
      {
        name: 'tag',
        label: siteForm.tag,
        value: `<script src="${core.company.publicUrl}/widget.js" data-account="${keyOf(_id)}" async></script>`,
      },
      {
        name: 'identityKey',
        label: siteForm.identityKey,
        value: identityKey(secret, _id),
      },
    ],
  }
}
