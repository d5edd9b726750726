import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { ApiUser } from './bot-api.js'
import type { SandboxFile } from './file-store.js'
import type { QueuedUpdate } from './update-queue.js'
import type { MessageView, PersonView, TopicView } from './view.js'
import type { Bot, Chat, World } from './world.js'

/** Written to disk; a file of another version is set aside, never guessed at. */
const version = 1

interface SavedWorld {
  version: number
  revision: number
  people: PersonView[]
  files: { count: number; files: SandboxFile[] }
  bots: (Pick<Bot, 'token' | 'commandSets' | 'texts'> & {
    user: ApiUser
    nextUpdateId: number
    pending: QueuedUpdate[]
  })[]
  chats: (Omit<Chat, 'messages' | 'topics'> & { messages: MessageView[]; topics: TopicView[] })[]
}

/** Brings back what `saveWorld` wrote; does nothing without the file. Webhooks are not kept: bots set them at start. */
export function loadWorld(world: World, file: string): void {
  if (!existsSync(file)) return
  const saved = readSaved(file)
  if (!saved) return
  world.revision = saved.revision
  world.files.restore(saved.files)
  for (const person of saved.people) world.people.set(person.id, person)
  for (const { nextUpdateId, pending, ...bot } of saved.bots) {
    const queue = world.newQueue(nextUpdateId)
    queue.pending = pending
    world.bots.set(bot.user.id, { ...bot, queue })
  }
  for (const chat of saved.chats) {
    world.chats.set(chat.key, {
      ...chat,
      messages: new Map(chat.messages.map((view) => [view.message.message_id, view])),
      topics: new Map(chat.topics.map((topic) => [topic.id, topic])),
    })
  }
}

function readSaved(file: string): SavedWorld | undefined {
  try {
    const saved = JSON.parse(readFileSync(file, 'utf8')) as SavedWorld
    if (saved.version === version) return saved
  } catch {
    // Falls through: the file is kept beside, the sandbox starts empty.
  }
  renameSync(file, `${file}.unreadable`)
  return undefined
}

/** Writes by way of a rename, so that a crash leaves the old file or the new one. */
export function saveWorld(world: World, file: string): void {
  const saved: SavedWorld = {
    version,
    revision: world.revision,
    people: [...world.people.values()],
    files: world.files.toJSON(),
    bots: [...world.bots.values()].map(({ token, user, commandSets, texts, queue }) => ({
      token,
      user,
      commandSets,
      texts,
      nextUpdateId: queue.nextId,
      pending: queue.pending,
    })),
    chats: [...world.chats.values()].map((chat) => ({
      ...chat,
      messages: [...chat.messages.values()],
      topics: [...chat.topics.values()],
    })),
  }
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.part`, JSON.stringify(saved), { mode: 0o600 })
  renameSync(`${file}.part`, file)
}

/**
 * Saves a moment after each change.
 * @returns how to stop, which saves once more
 */
export function keepSaved(world: World, file: string, pauseMs = 300): () => void {
  let timer: NodeJS.Timeout | undefined
  const save = () => {
    timer = undefined
    saveWorld(world, file)
  }
  const stopListening = world.onEvent((event) => {
    if (event.type !== 'typing') timer ??= setTimeout(save, pauseMs)
    timer?.unref()
  })
  return () => {
    stopListening()
    clearTimeout(timer)
    saveWorld(world, file)
  }
}
