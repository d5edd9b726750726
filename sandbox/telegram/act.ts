import { randomInt } from 'node:crypto'
import { ActionRefused, type Address, type PersonAction } from './action.js'
import type { ApiInlineButton, ApiMessage, MediaKind } from './bot-api.js'
import { contentOf } from './content-of.js'
import { formatPersonText, maxCaptionLength, maxTextLength } from './format-text.js'
import { mediaPart } from './media.js'
import { createTopic, setTopicClosed } from './topics.js'
import type { ActResult, CallbackAnswer, MessageView, PersonView } from './view.js'
import type { Chat, World } from './world.js'

interface Scene {
  world: World
  person: PersonView
  chat: Chat
  topic: number | undefined
}

/** How long a press waits for answerCallbackQuery, milliseconds. */
const pressTimeoutMs = 10_000

/**
 * Does what a person does in a messenger: the message appears in the chat and the bots are told.
 * @throws ActionRefused when a real messenger would not offer it
 */
export async function act(world: World, where: Address, action: PersonAction): Promise<ActResult> {
  const scene = sceneOf(world, where)
  if (action.type === 'press') return { messages: [], answer: await press(scene, action) }
  return { messages: actAtOnce(scene, action) }
}

/** The chat of an address; a private chat comes into being when it is first opened. */
export function sceneOf(world: World, where: Address): Scene {
  const person = world.findPerson(where.person)
  if (!person) throw new ActionRefused('no-such-person')
  const chat =
    where.group === undefined ? privateChat(world, person, where.bot) : groupChat(world, person, where.group)
  if (where.topic !== undefined && !chat.topics.has(where.topic)) throw new ActionRefused('no-such-topic')
  return { world, person, chat, topic: where.topic }
}

function privateChat(world: World, person: PersonView, username: string | undefined): Chat {
  const onlyBot = world.bots.size === 1 ? [...world.bots.values()][0] : undefined
  const bot = username === undefined ? onlyBot : world.botByUsername(username)
  if (!bot) throw new ActionRefused('no-such-bot')
  return world.privateChat(bot, person)
}

function groupChat(world: World, person: PersonView, id: number): Chat {
  const chat = world.chats.get(String(id))
  if (!chat?.personIds.includes(person.id)) throw new ActionRefused('no-such-chat')
  return chat
}

function actAtOnce(scene: Scene, action: Exclude<PersonAction, { type: 'press' }>): MessageView[] {
  const { world, chat, person } = scene
  switch (action.type) {
    case 'text':
      return [say(scene, textPart(action.text), action.replyTo)]
    case 'photo':
    case 'document':
    case 'voice':
    case 'video':
    case 'audio':
    case 'animation':
    case 'video_note':
      return [
        say(
          scene,
          { ...filePart(world, action.type, action.file), ...captionPart(action.caption) },
          action.replyTo,
        ),
      ]
    case 'sticker':
      return [say(scene, filePart(world, 'sticker', action.file, action.emoji), action.replyTo)]
    case 'album':
      return sendAlbum(scene, action)
    case 'location':
      return [
        say(scene, { location: { latitude: action.latitude, longitude: action.longitude } }, action.replyTo),
      ]
    case 'own-contact':
      return [shareOwnContact(scene)]
    case 'contact':
      return [say(scene, { contact: contactOf(action) }, action.replyTo)]
    case 'start':
      return [start(scene, action.payload)]
    case 'key':
      return [pressKey(scene, action.label)]
    case 'edit':
      return [edit(scene, action.messageId, action.text)]
    case 'delete':
      return [remove(scene, action.messageId)]
    case 'react':
      return [react(scene, action.messageId, action.emoji)]
    case 'forward':
      return [forward(scene, action)]
    case 'block':
    case 'unblock':
      setBlocked(scene, action.type === 'block')
      return []
    case 'create-topic': {
      const { message } = createTopic(world, chat, person.user, { name: action.name })
      world.tellBots(chat, { message }, refTo(chat, message))
      return viewsOf(chat, message)
    }
    case 'close-topic':
    case 'reopen-topic': {
      if (scene.topic === undefined) throw new ActionRefused('no-such-topic')
      const message = setTopicClosed(world, chat, person.user, scene.topic, action.type === 'close-topic')
      world.tellBots(chat, { message }, refTo(chat, message))
      return viewsOf(chat, message)
    }
  }
}

/** A message of the person: stored, then told to the bots. */
function say(scene: Scene, body: Partial<ApiMessage>, replyTo?: number): MessageView {
  const { world, chat, person, topic } = scene
  if (chat.blocked) throw new ActionRefused('bot-is-blocked')
  if (topic !== undefined && chat.topics.get(topic)?.closed) throw new ActionRefused('topic-is-closed')
  const head = { ...threadPart(topic), ...replyPart(scene, replyTo) }
  const startsNow = !chat.started
  chat.started = true
  const hadForceReply = chat.forceReply !== undefined
  delete chat.forceReply
  const view = world.post(chat, person.user, { ...head, ...body })
  if (startsNow || hadForceReply) world.chatChanged(chat)
  world.tellBots(chat, { message: view.message }, refTo(chat, view.message))
  return view
}

function threadPart(topic: number | undefined): Partial<ApiMessage> {
  return topic === undefined ? {} : { message_thread_id: topic, is_topic_message: true }
}

function replyPart({ world, chat, topic }: Scene, replyTo: number | undefined): Partial<ApiMessage> {
  const wanted = replyTo ?? chat.forceReply?.messageId ?? topic
  if (wanted === undefined) return {}
  const replied = world.message(chat, wanted)
  if (replied) return { reply_to_message: world.asReplied(replied) }
  if (replyTo === undefined) return {}
  throw new ActionRefused('no-such-message')
}

function textPart(source: string): Partial<ApiMessage> {
  const { text, entities } = formatPersonText(source)
  if (text === '' || text.length > maxTextLength) throw new ActionRefused('text-too-long')
  return { text, ...(entities.length > 0 ? { entities } : {}) }
}

function captionPart(source: string | undefined): Partial<ApiMessage> {
  if (!source?.trim()) return {}
  const { text, entities } = formatPersonText(source)
  if (text.length > maxCaptionLength) throw new ActionRefused('text-too-long')
  return { caption: text, ...(entities.length > 0 ? { caption_entities: entities } : {}) }
}

function filePart(
  world: World,
  kind: MediaKind,
  given: { fileId: string; duration?: number | undefined },
  emoji?: string,
): Partial<ApiMessage> {
  const file = world.files.get(given.fileId)
  if (!file) throw new ActionRefused('no-such-file')
  return mediaPart(kind, file, {
    ...(given.duration === undefined ? {} : { duration: given.duration }),
    ...(emoji ? { emoji } : {}),
  })
}

function sendAlbum(scene: Scene, album: Extract<PersonAction, { type: 'album' }>): MessageView[] {
  const { world } = scene
  const groupId = String(randomInt(1e12, 1e13))
  const parts = album.files.map((file) => filePart(world, albumKind(world, file.fileId), file))
  return parts.map((part, index) => {
    const caption = index === 0 ? captionPart(album.caption) : {}
    return say(scene, { media_group_id: groupId, ...part, ...caption }, album.replyTo)
  })
}

function albumKind(world: World, fileId: string): MediaKind {
  const mimeType = world.files.get(fileId)?.mimeType ?? ''
  if (/^image\/(jpeg|png|webp)$/.test(mimeType)) return 'photo'
  return mimeType.startsWith('video/') ? 'video' : 'document'
}

/** The own card says whose it is (`user_id`) and carries the phone without a plus, as phones send it. */
function shareOwnContact(scene: Scene): MessageView {
  const { person, chat } = scene
  const { first_name, last_name, id } = person.user
  const contact = contactOf({
    phone: person.phone.replace(/^\+/, ''),
    firstName: first_name,
    lastName: last_name,
    userId: id,
  })
  return say(scene, { contact }, askedForContact(chat) ? chat.keyboard?.messageId : undefined)
}

function askedForContact(chat: Chat): boolean {
  return chat.keyboard?.keyboard.flat().some((key) => key.request_contact) ?? false
}

function contactOf(given: {
  phone: string
  firstName: string
  lastName?: string | undefined
  userId?: number | undefined
}) {
  return {
    phone_number: given.phone,
    first_name: given.firstName,
    ...(given.lastName ? { last_name: given.lastName } : {}),
    ...(given.userId ? { user_id: given.userId } : {}),
  }
}

function start(scene: Scene, payload: string | undefined): MessageView {
  if (scene.chat.blocked) setBlocked(scene, false)
  return say(scene, textPart(payload ? `/start ${payload}` : '/start'))
}

function pressKey(scene: Scene, label: string): MessageView {
  const { world, chat } = scene
  const key = chat.keyboard?.keyboard.flat().find((candidate) => candidate.text === label)
  if (!key) throw new ActionRefused('no-such-button')
  const view = key.request_contact
    ? shareOwnContact(scene)
    : key.request_location
      ? say(scene, { location: { latitude: 55.7558, longitude: 37.6173 } })
      : say(scene, textPart(label))
  if (chat.keyboard?.one_time_keyboard) {
    delete chat.keyboard
    world.chatChanged(chat)
  }
  return view
}

function edit(scene: Scene, messageId: number, source: string): MessageView {
  const { world, chat } = scene
  const { message } = ownMessage(scene, messageId)
  const isText = message.text !== undefined
  if (!isText && message.contact) throw new ActionRefused('cannot-edit')
  if (!isText && (message.location || message.sticker)) throw new ActionRefused('cannot-edit')
  const bare = { ...message }
  for (const field of ['entities', 'caption', 'caption_entities'] as const) delete bare[field]
  const changed = { ...bare, ...(isText ? textPart(source) : captionPart(source)), edit_date: world.now() }
  const view = world.touch(chat, messageId, { message: changed })
  world.tellBots(chat, { edited_message: changed })
  return view ?? { message: changed, revision: world.revision }
}

function remove(scene: Scene, messageId: number): MessageView {
  const view = ownMessage(scene, messageId)
  return scene.world.touch(scene.chat, messageId, { deleted: true }) ?? view
}

function ownMessage({ world, chat, person }: Scene, messageId: number): MessageView {
  const view = world.message(chat, messageId)
  if (!view) throw new ActionRefused('no-such-message')
  if (view.message.from?.id !== person.id) throw new ActionRefused('not-your-message')
  return view
}

function react({ world, chat, person }: Scene, messageId: number, emoji: string | null): MessageView {
  const view = world.message(chat, messageId)
  if (!view) throw new ActionRefused('no-such-message')
  const asReactions = (list: string[]) => list.map((one) => ({ type: 'emoji', emoji: one }))
  const reactions = emoji === null ? [] : [emoji]
  const body = {
    chat: world.apiChat(chat),
    message_id: messageId,
    user: person.user,
    date: world.now(),
    old_reaction: asReactions(view.reactions ?? []),
    new_reaction: asReactions(reactions),
  }
  world.tellBots(chat, { message_reaction: body })
  return world.touch(chat, messageId, { reactions }) ?? view
}

function forward(scene: Scene, action: Extract<PersonAction, { type: 'forward' }>): MessageView {
  const source = sceneOf(scene.world, { ...action.from, person: scene.person.id })
  const view = scene.world.message(source.chat, action.messageId)
  if (!view) throw new ActionRefused('no-such-message')
  const { message } = view
  const origin =
    message.forward_origin ??
    (message.from && { type: 'user' as const, sender_user: message.from, date: message.date })
  return say(scene, { ...contentOf(message), ...(origin ? { forward_origin: origin } : {}) })
}

function setBlocked({ world, chat, person }: Scene, blocked: boolean): void {
  if (chat.type !== 'private') throw new ActionRefused('no-such-chat')
  if (chat.blocked === blocked) return
  chat.blocked = blocked
  world.chatChanged(chat)
  const member = (status: string, bot: unknown) => ({
    status,
    user: bot,
    ...(status === 'kicked' ? { until_date: 0 } : {}),
  })
  for (const bot of world.botsOf(chat)) {
    const [before, after] = blocked ? ['member', 'kicked'] : ['kicked', 'member']
    bot.queue.push({
      my_chat_member: {
        chat: world.apiChat(chat),
        from: person.user,
        date: world.now(),
        old_chat_member: member(before ?? '', bot.user),
        new_chat_member: member(after ?? '', bot.user),
      },
    })
  }
}

function press(scene: Scene, action: Extract<PersonAction, { type: 'press' }>): Promise<CallbackAnswer> {
  const { world, chat, person } = scene
  const view = world.message(chat, action.messageId)
  if (!view) throw new ActionRefused('no-such-message')
  const button = findButton(view.message, action.button)
  if (!button) throw new ActionRefused('no-such-button')
  if (button.url) return Promise.resolve({ answered: true, url: button.url })
  if (!button.callback_data) return Promise.resolve({ answered: false })
  if (chat.blocked) throw new ActionRefused('bot-is-blocked')
  const bot = world.botsOf(chat).find((candidate) => candidate.user.id === view.message.from?.id)
  if (!bot) throw new ActionRefused('no-such-bot')
  const id = `${person.id}${randomInt(1e9, 1e10)}`
  return new Promise((resolve) => {
    const finish = (answer: CallbackAnswer) => {
      clearTimeout(timer)
      resolve(answer)
    }
    const giveUp = () => finish({ answered: false })
    const timer = setTimeout(giveUp, action.timeoutMs ?? pressTimeoutMs)
    timer.unref()
    world.addCallback(id, { botId: bot.user.id, chatKey: chat.key, answer: finish })
    bot.queue.push({
      callback_query: {
        id,
        from: person.user,
        message: view.message,
        chat_instance: String(Math.abs(chat.id) * 7919),
        data: button.callback_data,
      },
    })
  })
}

/** By callback data, else by the words on it. */
export function findButton(message: ApiMessage, wanted: string): ApiInlineButton | undefined {
  const buttons = message.reply_markup?.inline_keyboard.flat() ?? []
  return (
    buttons.find((button) => button.callback_data === wanted) ??
    buttons.find((button) => button.text === wanted)
  )
}

function refTo(chat: Chat, message: ApiMessage) {
  return { chatKey: chat.key, messageId: message.message_id }
}

function viewsOf(chat: Chat, message: ApiMessage): MessageView[] {
  const view = chat.messages.get(message.message_id)
  return view ? [view] : []
}
