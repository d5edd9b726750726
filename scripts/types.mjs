/** `npm run types`: the native TypeScript compiler over every part that has a tsconfig of its own. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { root } from './setup/paths.mjs'

const projects = [
  'tsconfig.json',
  'web-admin/ui/tsconfig.json',
  'adapters/site-chat/widget/tsconfig.json',
  'sandbox/page/tsconfig.json',
  'sandbox/whatsapp/web/page/tsconfig.json',
].filter((project) => existsSync(path.join(root, project)))

const codes = await Promise.all(projects.map(check))
process.exitCode = codes.every((code) => code === 0) ? 0 : 1

function check(project) {
  const tsc = path.join(root, 'node_modules/.bin/tsc')
  return new Promise((resolve, reject) => {
    const child = spawn(tsc, ['-p', project, '--noEmit', '--pretty', String(Boolean(process.stdout.isTTY))], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child.on('error', reject)
    child.on('exit', (code) => resolve(code ?? 128))
  })
}
