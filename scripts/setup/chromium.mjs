import { existsSync } from 'node:fs'
import { aptInstall } from './apt.mjs'
import { onPath, run } from './run.mjs'

/** Fonts that pages need: Cyrillic letters and emoji. Debian package: a file that it installs. */
const FONTS = {
  'fonts-dejavu-core': '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf',
  'fonts-noto-color-emoji': '/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf',
}

/** Path of a Chromium of this machine, or undefined. `CHROMIUM_PATH` wins. */
export function findChromium(env = process.env) {
  if (env.CHROMIUM_PATH) return existsSync(env.CHROMIUM_PATH) ? env.CHROMIUM_PATH : undefined
  return onPath('chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome')
}

/** Finds Chromium or installs Debian's; gives its path. Where neither works the error says what to do by hand. */
export async function ensureChromium(why) {
  const found = findChromium()
  const fonts = existsSync('/etc/debian_version')
    ? Object.keys(FONTS).filter((name) => !existsSync(FONTS[name]))
    : []
  const missing = [...(found ? [] : ['chromium']), ...fonts]
  if (missing.length === 0) return found
  if (found) {
    // Fonts only make pages prettier; a browser without them still runs the tests.
    await aptInstall(missing, why).catch(() => {})
    return found
  }
  await aptInstall(missing, why)
  await run('chromium', ['--version'], { what: 'the Chromium that was just installed' })
  return findChromium()
}
