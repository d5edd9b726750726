import { badRequest } from './api-error.js'
import type { ApiMessage, ApiUser } from './bot-api.js'
import type { TopicView } from './view.js'
import type { Chat, World } from './world.js'

/** The six colours Telegram allows for a topic's icon (Bot API). */
export const topicColors = [7322096, 16766590, 13338331, 9367192, 16749490, 16478047]

/** Starts a topic: a service message whose number becomes the topic's id. Both bots and members come here. */
export function createTopic(
  world: World,
  chat: Chat,
  from: ApiUser,
  wanted: { name: string; iconColor?: number; iconEmojiId?: string },
): { topic: TopicView; message: ApiMessage } {
  if (!chat.isForum) throw badRequest('the chat is not a forum')
  const name = wanted.name.trim()
  if (name.length < 1 || name.length > 128) throw badRequest('TOPIC_TITLE_EMPTY')
  const iconColor = wanted.iconColor ?? topicColors[chat.topics.size % topicColors.length] ?? 7322096
  if (!topicColors.includes(iconColor)) throw badRequest('TOPIC_ICON_COLOR_INVALID')
  const id = chat.nextMessageId
  const topic: TopicView = { id, name, iconColor, closed: false }
  chat.topics.set(id, topic)
  const { message } = world.post(chat, from, {
    message_thread_id: id,
    is_topic_message: true,
    forum_topic_created: {
      name,
      icon_color: iconColor,
      ...(wanted.iconEmojiId ? { icon_custom_emoji_id: wanted.iconEmojiId } : {}),
    },
  })
  world.chatChanged(chat)
  return { topic, message }
}

/** Closes or opens a topic again; Telegram refuses what is so already. */
export function setTopicClosed(
  world: World,
  chat: Chat,
  from: ApiUser,
  topicId: number,
  closed: boolean,
): ApiMessage {
  const topic = topicOf(chat, topicId)
  if (topic.closed === closed) throw badRequest('TOPIC_NOT_MODIFIED')
  chat.topics.set(topicId, { ...topic, closed })
  const { message } = world.post(chat, from, {
    message_thread_id: topicId,
    is_topic_message: true,
    ...(closed ? { forum_topic_closed: {} } : { forum_topic_reopened: {} }),
  })
  world.chatChanged(chat)
  return message
}

/** @throws BotApiError 400 when the chat has no such topic */
export function topicOf(chat: Chat, topicId: number | undefined): TopicView {
  const topic = topicId === undefined ? undefined : chat.topics.get(topicId)
  if (!topic) throw badRequest('message thread not found')
  return topic
}
