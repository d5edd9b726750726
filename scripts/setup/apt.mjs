import { existsSync } from 'node:fs'
import { SetupError, step } from './progress.mjs'
import { onPath, run } from './run.mjs'

/** Whether this machine lets us install Debian packages ourselves: Debian or a child of it, and root. */
export function canInstallPackages() {
  return existsSync('/etc/debian_version') && process.getuid?.() === 0 && onPath('apt-get') !== undefined
}

/**
 * Installs Debian packages, saying what and why. Where that is not ours to do, the error says what to do by hand.
 * @param {string[]} packages names, without recommendations
 * @param {string} why a clause: "the browser tests need it"
 */
export async function aptInstall(packages, why) {
  const list = packages.join(' ')
  if (!canInstallPackages()) {
    throw new SetupError(
      `${list} is missing: ${why}. On Debian or Ubuntu install it with\n` +
        `  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${list}`,
    )
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  // Another set-up may hold the package lock: wait for it rather than fail.
  const wait = ['-o', 'DPkg::Lock::Timeout=600']
  await step(`Installing Debian packages ${list}: ${why}`, async (detail) => {
    await run('apt-get', [...wait, 'update'], { env, what: 'apt-get update', onLine: detail })
    await run('apt-get', [...wait, 'install', '-y', '--no-install-recommends', ...packages], {
      env,
      what: `apt-get install ${list}`,
      onLine: detail,
    })
  })
}
