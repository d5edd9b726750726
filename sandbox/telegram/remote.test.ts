import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { build } from 'esbuild'
import { connectTelegramSandbox, type RemoteTelegramSandbox } from './remote.js'
import { type ListeningSandbox, listeningSandbox, shopToken, startTelegraf, tinyPng } from './testing.js'
import type { SandboxEvent } from './view.js'

let running: ListeningSandbox
let remote: RemoteTelegramSandbox
beforeEach(async () => {
  running = await listeningSandbox()
  remote = connectTelegramSandbox(running.url)
})
afterEach(() => running.end())

describe('the sandbox of another process, over HTTP', () => {
  test('a person writes, waits, presses and sends a file', async () => {
    await startTelegraf(running, (bot) => {
      bot.on('document', (ctx) => ctx.reply(`Файл: ${ctx.message.document.file_name}`))
      bot.on('text', (ctx) =>
        ctx.reply('Верно?', { reply_markup: { inline_keyboard: [[{ text: 'Да', callback_data: 'yes' }]] } }),
      )
      bot.action('yes', (ctx) => ctx.answerCbQuery('Хорошо'))
    })
    const anna = (await remote.user('Анна')).with('shop_bot')
    await anna.sendText('Привет')
    await anna.waitForMessage('Верно?')
    expect(await anna.press('Да')).toEqual({ answered: true, text: 'Хорошо' })
    await anna.sendDocument({ data: tinyPng, name: 'Макет кружки.png' })
    await anna.waitForMessage('Файл: Макет кружки.png')
    expect((await anna.messages()).map((message) => message.text ?? 'file')).toEqual([
      'Привет',
      'Верно?',
      'file',
      'Файл: Макет кружки.png',
    ])
  })

  test('faults, injected updates, calls and reset', async () => {
    const id = await remote.faults.add({ kind: 'http', status: 500, method: 'getMe' })
    expect((await fetch(`${running.url}/bot${shopToken}/getMe`)).status).toBe(500)
    expect(await remote.faults.list()).toMatchObject([{ id, hits: 1 }])
    await remote.faults.remove(id)
    expect((await fetch(`${running.url}/bot${shopToken}/getMe`)).status).toBe(200)
    expect((await remote.calls({ method: 'getMe' })).map((call) => call.outcome)).toEqual(['500', 'ok'])
    await remote.injectUpdates(shopToken, [{ message: 1 }, { message: 2 }])
    expect(await remote.updatesOf(shopToken)).toHaveLength(2)
    await remote.reset()
    expect(await remote.calls()).toEqual([])
    await expect(remote.faults.add({ kind: 'http', status: 200 })).rejects.toMatchObject({ code: 'invalid' })
  })

  test('refusals keep their reason', async () => {
    const anna = (await remote.user('Анна')).with('shop_bot')
    await anna.block()
    await expect(anna.sendText('ау')).rejects.toMatchObject({ code: 'bot-is-blocked' })
  })

  test('a page of another site may not steer it', async () => {
    const response = await fetch(`${running.url}/_control/state`, {
      headers: { origin: 'https://evil.example' },
    })
    expect(response.status).toBe(403)
  })

  test('the event stream tells of messages', async () => {
    const abort = new AbortController()
    const response = await fetch(`${running.url}/_control/events`, { signal: abort.signal })
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    await (await remote.user('Анна')).with('shop_bot').sendText('слышно?')
    let seen = ''
    while (!seen.includes('слышно?')) seen += (await reader?.read())?.value ?? ''
    const events = [...seen.matchAll(/^data: (.*)$/gm)].map(
      (line) => JSON.parse(line[1] ?? '') as SandboxEvent,
    )
    expect(events.find((event) => event.type === 'message')).toMatchObject({
      message: { message: { text: 'слышно?' } },
    })
    abort.abort()
  })

  test('files that a browser could run come as downloads only', async () => {
    const fileId = await remote.port.upload({
      data: Buffer.from('<svg onload="alert(1)"/>'),
      name: 'x.svg',
      mimeType: 'image/svg+xml',
    })
    const response = await fetch(`${running.url}/_control/files/${fileId}`)
    expect(response.headers.get('content-type')).toBe('application/octet-stream')
    expect(response.headers.get('content-disposition')).toMatch(/^attachment/)
  })

  test('a process of its own listens, says where, and ends when told', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'otklik-serve-'))
    const entry = path.join(path.dirname(fileURLToPath(import.meta.url)), 'serve.ts')
    const outfile = path.join(folder, 'serve.mjs')
    await build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'silent',
    })
    const child = spawn(process.execPath, [outfile, '0', path.join(folder, 'data')])
    try {
      const [line] = (await once(child.stdout, 'data')) as [Buffer]
      const { url } = JSON.parse(line.toString()) as { url: string }
      const other = connectTelegramSandbox(url)
      expect((await fetch(`${url}/bot${shopToken}/getMe`)).status).toBe(200)
      const anna = (await other.user('Анна')).with('sandbox_1001_bot')
      expect((await anna.sendText('есть кто?')).text).toBe('есть кто?')
    } finally {
      child.kill('SIGTERM')
      const [code] = (await once(child, 'exit')) as [number | null]
      await rm(folder, { recursive: true, force: true })
      expect(code).toBe(0)
    }
  })
})
