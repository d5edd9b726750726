/** `node scripts/lockfile.mjs [--check]`: completes package-lock.json after `npm install`, or tells what it lacks. */
import { completeLockfile, missingOptionals } from './setup/lockfile.mjs'
import { say } from './setup/progress.mjs'

if (process.argv.includes('--check')) {
  const missing = missingOptionals()
  for (const { name, version } of missing) say(`package-lock.json lacks ${name}@${version}`)
  if (missing.length > 0) {
    say('`npm ci` would refuse it. Mend it with: node scripts/lockfile.mjs')
    process.exitCode = 1
  }
} else {
  say(`${completeLockfile()} entries added to package-lock.json.`)
}
