import { answer } from './answer.js'
import type { ManagerContext } from './desk.js'
import { pressData } from './press.js'

/** `/help` and the first greeting: how to answer clients, and the places one goes to most. */
export async function sendHelp(ctx: ManagerContext): Promise<void> {
  const { say } = ctx.desk
  await answer(ctx, { header: say('help.title'), text: say('help.text'), keyboard: mainButtons(ctx) })
}

export async function sendWelcome(ctx: ManagerContext): Promise<void> {
  const { say, staff, core } = ctx.desk
  await answer(ctx, {
    header: say('welcome.title', { name: staff.name }),
    text: say('welcome.text', { company: core.company.name }),
    keyboard: mainButtons(ctx),
  })
}

function mainButtons({ desk: { say } }: ManagerContext) {
  const button = (name: 'inbox' | 'my' | 'find' | 'help') => ({
    text: say(`buttons.${name}`),
    data: pressData(['menu', name]),
  })
  return [[button('inbox'), button('my'), button('find')], [button('help')]]
}
