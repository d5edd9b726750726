/** `npm run build [-- --fresh | --no-panel]`: brings `dist` up to date. */
import { build } from './setup/build.mjs'
import { installPackages } from './setup/install.mjs'
import { fail, say } from './setup/progress.mjs'

try {
  await installPackages()
  const { made } = await build({
    fresh: process.argv.includes('--fresh'),
    panel: !process.argv.includes('--no-panel'),
  })
  if (made === 0 && !process.argv.includes('--quiet')) say('dist is up to date.')
} catch (error) {
  fail(error)
}
