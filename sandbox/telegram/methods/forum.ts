import { badRequest } from '../api-error.js'
import { createTopic, setTopicClosed, topicOf } from '../topics.js'
import { chatOf, type Method } from './call.js'

const createForumTopic: Method = (call) => {
  const { params } = call
  const iconColor = params.integer('icon_color')
  const iconEmojiId = params.string('icon_custom_emoji_id')
  const { topic } = createTopic(call.world, chatOf(call), call.bot.user, {
    name: params.string('name') ?? '',
    ...(iconColor === undefined ? {} : { iconColor }),
    ...(iconEmojiId === undefined ? {} : { iconEmojiId }),
  })
  return {
    message_thread_id: topic.id,
    name: topic.name,
    icon_color: topic.iconColor,
    ...(iconEmojiId ? { icon_custom_emoji_id: iconEmojiId } : {}),
  }
}

const editForumTopic: Method = (call) => {
  const chat = chatOf(call)
  const topic = topicOf(chat, call.params.integer('message_thread_id'))
  const name = call.params.string('name')?.trim()
  const iconEmojiId = call.params.string('icon_custom_emoji_id')
  if (name !== undefined && name.length > 128) throw badRequest('TOPIC_TITLE_TOO_LONG')
  const changed = { ...(name ? { name } : {}), ...(iconEmojiId ? { icon_custom_emoji_id: iconEmojiId } : {}) }
  if ((!name || name === topic.name) && !iconEmojiId) throw badRequest('TOPIC_NOT_MODIFIED')
  chat.topics.set(topic.id, { ...topic, ...(name ? { name } : {}) })
  call.world.post(chat, call.bot.user, {
    message_thread_id: topic.id,
    is_topic_message: true,
    forum_topic_edited: changed,
  })
  call.world.chatChanged(chat)
  return true
}

function setClosed(closed: boolean): Method {
  return (call) => {
    const chat = chatOf(call)
    const topic = topicOf(chat, call.params.integer('message_thread_id'))
    setTopicClosed(call.world, chat, call.bot.user, topic.id, closed)
    return true
  }
}

const deleteForumTopic: Method = (call) => {
  const chat = chatOf(call)
  const topic = topicOf(chat, call.params.integer('message_thread_id'))
  chat.topics.delete(topic.id)
  for (const [id, view] of chat.messages) {
    if (view.message.message_thread_id === topic.id) call.world.touch(chat, id, { deleted: true })
  }
  call.world.chatChanged(chat)
  return true
}

const iconEmoji = ['📰', '💡', '⚡️', '📁', '💬', '💰', '✅', '🔥', '❗️', '📞', '📝', '👤']

const getForumTopicIconStickers: Method = () =>
  iconEmoji.map((emoji, index) => ({
    file_id: `SB_topic_icon_${index}`,
    file_unique_id: `topic_icon_${index}`,
    type: 'custom_emoji',
    width: 100,
    height: 100,
    is_animated: false,
    is_video: false,
    emoji,
    custom_emoji_id: `5310000000000000${String(index).padStart(3, '0')}`,
  }))

export const forumMethods: Record<string, Method> = {
  createForumTopic,
  editForumTopic,
  closeForumTopic: setClosed(true),
  reopenForumTopic: setClosed(false),
  deleteForumTopic,
  getForumTopicIconStickers,
}
