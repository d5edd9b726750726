import type { Api } from 'grammy'
import type { Core } from '../../core/context.js'
import { locales } from '../../core/context.js'
import { rememberManagerBot } from '../../core/staff/manager-bot-name.js'
import { commandNames } from './commands.js'
import { say } from './texts.js'

/** Fills the menu of commands, in both languages, for private chats. Without it everything works, only less visibly. */
export async function introduce(core: Core, api: Api): Promise<void> {
  try {
    await rememberManagerBot(core, (await api.getMe()).username)
    for (const locale of locales) {
      const commands = commandNames.map((command) => ({
        command,
        description: say(locale, `commands.${command}`),
      }))
      await api.setMyCommands(commands, {
        scope: { type: 'all_private_chats' },
        // People of any other language get the company's.
        ...(locale === core.company.locale ? {} : { language_code: locale }),
      })
    }
  } catch (err) {
    core.log.warn({ err }, 'manager bot: the menu of commands was not set')
  }
}
