import { systemClock } from '../../core/clock.js'
import { buildCore } from '../factories/core.js'
import { eventually } from '../factories/eventually.js'
import { openLine } from '../faults/lines.js'

const [people, messages] = [60, 300]

/** 300 messages that come to a linked phone at once, through a real Chromium: until the last is stored, ms. */
export async function benchWhatsAppWebBurst(): Promise<number> {
  const core = await buildCore({ clock: systemClock })
  const line = await openLine['whatsapp-web'](core)
  try {
    const crowd = await Promise.all(
      Array.from({ length: people }, (_, index) => line.street.meet(`Bench ${index}`)),
    )
    const stored = () => core.models.Message.countDocuments({ direction: 'in' })
    for (const person of crowd) await person.say('Hello')
    await eventually(async () => (await stored()) === people, 60_000)
    const began = performance.now()
    for (let index = 0; index < messages; index++) await crowd[index % people]?.say(`Message ${index}`)
    await eventually(async () => (await stored()) === people + messages, 60_000)
    return performance.now() - began
  } finally {
    await line.close()
    await core.close()
  }
}
