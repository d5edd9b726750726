import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { checkScript } from './check-script.js'
import { loadScript, loadScripts, readScript, ScriptFileError } from './load-script.js'

test('every ready script is whole', async () => {
  const scripts = await loadScripts(join(process.cwd(), 'bot/scripts'))
  expect(scripts.map(({ id }) => id)).toContain('merchandise')
  for (const script of scripts) expect(checkScript(script)).toEqual([])
})

test('a mistake in the shape is named by path and line', () => {
  const read = readScript(`id: try
version: 1
title: Try
steps:
  - id: one
    kind: say
    text: Hello
  - id: two
    kind: ask
    label: Two
    text: How many?
    answer: { type: numbr }
`)
  expect(read).toMatchObject({
    ok: false,
    problems: [{ code: 'shape', path: 'steps[1].answer.type', line: 12 }],
  })
})

test('a mistake in the whole is named by path and line', () => {
  const read = readScript(`id: try
version: 1
title: Try
steps:
  - id: one
    kind: say
    text: Hello
    next: nowhere
`)
  expect(read).toEqual({
    ok: false,
    problems: [{ code: 'unknown-target', path: 'steps[0].next', line: 8, detail: 'nowhere' }],
  })
})

test.each([
  ['not YAML', 'id: [1', 'yaml'],
  ['nothing', '', 'shape'],
  ['a list', '- 1', 'shape'],
  [
    'a bomb of aliases',
    `a: &a [1,1]\n${[...'bcdefghij'].map((c, i) => `${c}: &${c} [${`*${'abcdefghij'[i]},`.repeat(20)}1]`).join('\n')}`,
    'shape',
  ],
])('%s is refused', (_, source, code) => {
  expect(readScript(source)).toMatchObject({
    ok: false,
    problems: expect.arrayContaining([expect.objectContaining({ code })]),
  })
})

test('a broken file says its name, line and every mistake', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'otklik-script-'))
  const file = join(folder, 'try.yaml')
  await writeFile(file, 'id: try\nversion: 0\ntitle: Try\nsteps: []\n')
  const failed = await loadScript(file).catch((err: unknown) => err)
  await rm(folder, { recursive: true })
  expect(failed).toBeInstanceOf(ScriptFileError)
  expect(String(failed)).toContain('try.yaml:2 version: shape')
  expect(String(failed)).toContain('try.yaml:4 steps: shape')
})
