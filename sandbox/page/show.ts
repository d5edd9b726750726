import type { ApiMessage } from '../telegram/bot-api.js'
import { language, words } from './settings.js'

const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const day = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long' })
const shortDay = new Intl.DateTimeFormat(language, { day: '2-digit', month: '2-digit' })

/** `14:05`. */
export function timeOf(seconds: number): string {
  return clock.format(seconds * 1000)
}

/** `Сегодня`, `Вчера`, `12 ноября`. */
export function dayOf(seconds: number): string {
  const date = new Date(seconds * 1000)
  const ago = daysAgo(date)
  if (ago === 0) return words.today
  return ago === 1 ? words.yesterday : day.format(date)
}

/** For lists: the time today, the date before. */
export function shortTimeOf(seconds: number): string {
  const date = new Date(seconds * 1000)
  return daysAgo(date) === 0 ? clock.format(date) : shortDay.format(date)
}

function daysAgo(date: Date): number {
  const start = (of: Date) => new Date(of.getFullYear(), of.getMonth(), of.getDate()).getTime()
  return Math.round((start(new Date()) - start(date)) / 86_400_000)
}

export function sizeOf(bytes = 0): string {
  const [b, kb, mb] = words.bytes
  if (bytes < 1024) return `${bytes} ${b}`
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} ${kb}`
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(bytes / 1024 / 1024)} ${mb}`
}

/** `0:07`. */
export function durationOf(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}

/** A message in one line, for lists, replies and pins. */
export function briefOf(message: ApiMessage): string {
  const said = (message.text ?? message.caption)?.replace(/\s+/g, ' ')
  if (message.photo) return withIcon('🖼', said ?? words.photo)
  if (message.voice) return withIcon('🎤', said ?? words.voice)
  if (message.video ?? message.video_note ?? message.animation) return withIcon('🎬', said ?? words.video)
  if (message.audio) return withIcon('🎵', said ?? message.audio.file_name ?? words.audio)
  if (message.document) return withIcon('📎', said ?? message.document.file_name ?? words.file)
  if (message.sticker) return withIcon(message.sticker.emoji ?? '', words.sticker)
  if (message.location) return withIcon('📍', message.venue?.title ?? words.location)
  if (message.contact) return withIcon('👤', message.contact.first_name)
  return said ?? serviceText(message)
}

/** What a service message tells; empty for the others. */
export function serviceText(message: ApiMessage): string {
  if (message.forum_topic_created) return words.topicCreated(message.forum_topic_created.name)
  if (message.forum_topic_edited?.name) return words.topicRenamed(message.forum_topic_edited.name)
  if (message.forum_topic_closed) return words.topicWasClosed
  if (message.forum_topic_reopened) return words.topicWasReopened
  if (message.pinned_message) {
    return `${message.from?.first_name ?? ''}: ${words.pinnedService} «${briefOf(message.pinned_message).slice(0, 40)}»`
  }
  return ''
}

function withIcon(emoji: string, text: string): string {
  return `${emoji} ${text}`.trim()
}

/** A steady hue for a name's avatar. */
export function hueOf(id: number): number {
  return (Math.abs(id) * 137) % 360
}

export function initialsOf(name: string): string {
  const [first, second] = name.replace(/[«»"“”]/g, '').split(/\s+/)
  return `${first?.[0] ?? ''}${second?.[0] ?? ''}`.toUpperCase()
}

/** `+7 916 123-45-67` for Russian numbers, as it is otherwise. */
export function phoneOf(raw: string): string {
  const found = /^\+?7(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(raw)
  return found ? `+7 ${found[1]} ${found[2]}-${found[3]}-${found[4]}` : raw
}
