import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { Api, InputFile, InputMediaBuilder } from 'grammy'
import { Input, Telegram } from 'telegraf'
import { createTelegramSandbox } from './sandbox.js'
import { deskToken, type ListeningSandbox, listeningSandbox, shopToken, tinyPng } from './testing.js'

let running: ListeningSandbox
beforeEach(async () => {
  running = await listeningSandbox()
})
afterEach(() => running.end())

const invoice = Buffer.from('%PDF-1.4 счёт № 12')
const cyrillicName = 'Счёт № 12 (кружки).pdf'

async function openChat(bot: string) {
  const person = running.sandbox.user('Анна')
  const chat = person.with(bot)
  await chat.start()
  return { chat, id: person.id }
}

describe('files both ways', () => {
  test('a document from a person is fetched by telegraf and by grammY', async () => {
    const { chat } = await openChat('shop_bot')
    const { document } = await chat.sendDocument(
      { data: invoice, name: cyrillicName },
      { caption: 'Оплатили' },
    )
    expect(document).toMatchObject({
      file_name: cyrillicName,
      mime_type: 'application/pdf',
      file_size: invoice.length,
    })
    const telegram = new Telegram(shopToken, { apiRoot: running.url })
    const link = await telegram.getFileLink(document?.file_id ?? '')
    expect(Buffer.from(await (await fetch(link)).arrayBuffer())).toEqual(invoice)
    const file = await new Api(deskToken, { apiRoot: running.url }).getFile(document?.file_id ?? '')
    const response = await fetch(`${running.url}/file/bot${deskToken}/${file.file_path}`)
    expect(Buffer.from(await response.arrayBuffer())).toEqual(invoice)
    expect((await fetch(`${running.url}/file/bot9:nobody/${file.file_path}`)).status).toBe(401)
    expect((await fetch(`${running.url}/file/bot${shopToken}/documents/none`)).status).toBe(404)
  })

  test('telegraf sends files with Cyrillic names', async () => {
    const { chat, id } = await openChat('shop_bot')
    const telegram = new Telegram(shopToken, { apiRoot: running.url })
    const sent = await telegram.sendDocument(id, Input.fromBuffer(invoice, cyrillicName), {
      caption: 'Ваш счёт',
    })
    expect(sent).toMatchObject({ document: { file_name: cyrillicName }, caption: 'Ваш счёт' })
    expect(await chat.download(sent.document.file_id)).toEqual(invoice)
    const photo = await telegram.sendPhoto(id, Input.fromBuffer(tinyPng), {
      reply_markup: { inline_keyboard: [[{ text: 'Да', callback_data: 'yes' }]] },
    })
    expect(photo.photo.at(-1)).toMatchObject({ width: 2, height: 1 })
    expect(photo).toHaveProperty('reply_markup.inline_keyboard.0.0.text', 'Да')
    const voice = await telegram.sendVoice(id, Input.fromBuffer(Buffer.from('OggS')), { duration: 7 })
    expect(voice.voice).toMatchObject({ duration: 7 })
    const album = await telegram.sendMediaGroup(id, [
      { type: 'photo', media: Input.fromBuffer(tinyPng), caption: 'Два макета' },
      { type: 'photo', media: Input.fromBuffer(tinyPng) },
    ])
    expect(new Set(album.map((message) => message.media_group_id)).size).toBe(1)
  })

  test('grammY sends files with Cyrillic names, which it leaves unquoted', async () => {
    const { chat, id } = await openChat('desk_bot')
    const api = new Api(deskToken, { apiRoot: running.url })
    const sent = await api.sendDocument(id, new InputFile(invoice, cyrillicName), {
      caption: '<b>Счёт</b>',
      parse_mode: 'HTML',
    })
    expect(sent).toMatchObject({
      document: { file_name: cyrillicName },
      caption: 'Счёт',
      caption_entities: [{ type: 'bold', offset: 0, length: 4 }],
    })
    expect(await chat.download(sent.document.file_id)).toEqual(invoice)
    const again = await api.sendDocument(id, sent.document.file_id)
    expect(again.document.file_name).toBe(cyrillicName)
    const album = await api.sendMediaGroup(id, [
      InputMediaBuilder.photo(new InputFile(tinyPng, 'макет один.png'), { caption: 'Макеты' }),
      InputMediaBuilder.photo(new InputFile(tinyPng, 'макет два.png')),
    ])
    expect(album).toHaveLength(2)
  })

  test('what Telegram refuses is refused', async () => {
    const { id } = await openChat('desk_bot')
    const api = new Api(deskToken, { apiRoot: running.url })
    await expect(api.sendPhoto(id, new InputFile(Buffer.from('not a picture'), 'a.png'))).rejects.toThrow(
      'IMAGE_PROCESS',
    )
    await expect(api.sendDocument(id, 'no-such-file')).rejects.toThrow('wrong file identifier')
    await expect(api.sendDocument(id, new InputFile(Buffer.alloc(0), 'пусто.txt'))).rejects.toThrow(
      'file must be non-empty',
    )
    await expect(api.getFile('no-such-file')).rejects.toThrow('wrong file_id')
  })

  test('chats, files and what was not fetched come back after a restart', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'otklik-sandbox-'))
    try {
      const before = createTelegramSandbox({ dataDir })
      before.createBot(shopToken, { username: 'shop_bot', name: 'Магазин' })
      const { document } = await before.user('Анна').sendDocument({ data: invoice, name: cyrillicName })
      before.close()
      const after = createTelegramSandbox({ dataDir })
      const anna = after.user('Анна')
      expect(await anna.messages()).toMatchObject([{ document: { file_name: cyrillicName } }])
      expect(await anna.download(document?.file_id ?? '')).toEqual(invoice)
      expect(after.pendingUpdates(shopToken)).toBe(1)
      const [first] = (await anna.messages()).map((message) => message.message_id)
      expect((await anna.sendText('и ещё')).message_id).toBe((first ?? 0) + 1)
      after.close()
    } finally {
      await rm(dataDir, { recursive: true, force: true })
    }
  })
})
