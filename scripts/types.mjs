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
    const options = ['--noEmit', '--incremental', '--tsBuildInfoFile', memoryOf(project)]
    const child = spawn(tsc, ['-p', project, ...options, '--pretty', String(Boolean(process.stdout.isTTY))], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child.on('error', reject)
    child.on('exit', (code) => resolve(code ?? 128))
  })
}

/** What the compiler knows of the files that did not change: the second check takes a second. */
function memoryOf(project) {
  return path.join(root, 'node_modules/.cache/otklik', `${project.replaceAll('/', '-')}.tsbuildinfo`)
}
