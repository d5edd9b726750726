import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { ESLint } from 'eslint'

/*
 * The borders between the folders, as the table in docs/architecture.md draws them. ESLint judges made-up lines as if
 * they stood in a real file of the folder; only the rules that hold the borders are asked.
 */

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
const borderRules = ['import-x/no-restricted-paths', 'no-restricted-imports', 'otklik/api-types-only']

const eslint = new ESLint({
  cwd: root,
  ruleFilter: ({ ruleId }) => borderRules.includes(ruleId),
  // None of these rules asks for types, and reading them all takes its time.
  overrideConfig: [
    { files: ['**/*.ts', '**/*.tsx'], languageOptions: { parserOptions: { projectService: false } } },
  ],
})

async function brokenBorders(file: string, line: string): Promise<string[]> {
  const [result] = await eslint.lintText(`${line}\n`, { filePath: path.join(root, file) })
  const fatal = result?.messages.find((message) => message.fatal)
  if (fatal) throw new Error(fatal.message)
  return (result?.messages ?? []).map((message) => message.ruleId ?? 'unknown')
}

const clock = (up: string) => `import { systemClock } from '${up}core/clock.js'\nsystemClock.toString()`

describe('an import across a border is an error', () => {
  test.each([
    ['core imports an adapter', 'core/clock.ts', "export * from '../adapters/telegram/channel.js'"],
    ['core imports the bot', 'core/clock.ts', "export * from '../bot/manager/channel.js'"],
    ['core imports the API', 'core/clock.ts', "export * from '../web-admin/api/errors.js'"],
    ['core imports a messenger library', 'core/clock.ts', "export { Telegraf } from 'telegraf'"],
    ['an adapter imports another', 'adapters/telegram/channel.ts', "export * from '../site-chat/channel.js'"],
    [
      'an adapter imports the bot',
      'adapters/telegram/channel.ts',
      "export * from '../../bot/manager/channel.js'",
    ],
    [
      'the API imports an adapter',
      'web-admin/api/errors.ts',
      "export * from '../../adapters/telegram/channel.js'",
    ],
    ['the panel imports core', 'web-admin/ui/main.tsx', "export * from '../../core/clock.js'"],
    ['the panel takes code of the API', 'web-admin/ui/main.tsx', "export * from '../api/errors.js'"],
  ])('%s', async (_what, file, line) => {
    expect(await brokenBorders(file, line)).not.toEqual([])
  })
})

describe('what the table allows passes', () => {
  test.each([
    ['core imports core', 'core/clock.ts', "export * from './content.js'"],
    ['an adapter imports core', 'adapters/telegram/channel.ts', clock('../../')],
    ['the API imports core', 'web-admin/api/errors.ts', clock('../../')],
    ['the panel takes types of the API', 'web-admin/ui/main.tsx', "export type * from '../api/errors.js'"],
    [
      'the panel splits texts by the rule of core',
      'web-admin/ui/main.tsx',
      "export * from '../../core/inbox/split-text'",
    ],
    [
      'a test imports anything',
      'tests/house/borders.test.ts',
      "export * from '../../adapters/telegram/channel.js'",
    ],
  ])('%s', async (_what, file, line) => {
    expect(await brokenBorders(file, line)).toEqual([])
  })
})
