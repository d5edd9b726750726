import { request } from 'node:http'

export const webhookSecret = 'fault-test-secret-0001'

/** Posts one update as Telegram does; resolves with the status. A `null` secret leaves the header out. */
export function postUpdate(
  url: string,
  body: string,
  secret: string | null = webhookSecret,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const req = request(`${url}/webhooks/telegram`, {
      method: 'POST',
      agent: false,
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        ...(secret === null ? {} : { 'x-telegram-bot-api-secret-token': secret }),
      },
    })
    let status: number | undefined
    req.on('response', (res) => {
      status = res.statusCode
      resolve(status ?? 0)
      res.resume()
    })
    // A server that refuses a body does not read it to the end: the answer counts.
    req.on('error', (err) => status === undefined && reject(err))
    req.end(body)
  })
}

let lastId = 1_000

/** A text message of a private chat as Telegram sends it. */
export function textUpdate(
  chatId: number,
  text: string,
): { update_id: number; message: Record<string, unknown> } {
  lastId += 1
  return {
    update_id: lastId,
    message: {
      message_id: lastId,
      date: 1_773_219_600,
      chat: { id: chatId, type: 'private', first_name: 'Анна' },
      from: { id: chatId, is_bot: false, first_name: 'Анна', language_code: 'ru' },
      text,
    },
  }
}
