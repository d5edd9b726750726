import { act, sceneOf } from './act.js'
import { ActionRefused, type Address } from './action.js'
import type { PersonPort } from './person-chat.js'
import type { MessageView } from './view.js'
import type { World } from './world.js'

/** People's hands in the same process as the sandbox. */
export function localPort(world: World): PersonPort {
  return {
    async act(where, action) {
      const since = world.revision
      return { since, ...(await act(world, where, action)) }
    },
    async upload(file) {
      return world.files.add({ ...file, data: Buffer.from(file.data) }, 'upload').fileId
    },
    async download(fileId) {
      const file = world.files.get(fileId)
      const bytes = file && world.files.bytes(file)
      if (!bytes) throw new ActionRefused('no-such-file')
      return bytes
    },
    async chat(where) {
      return world.chatView(sceneOf(world, where).chat)
    },
    async messages(where, since, waitMs) {
      const ready = changedSince(world, where, since)
      if (ready.length > 0 || waitMs <= 0) return { revision: world.revision, messages: ready }
      await nextChange(world, sceneOf(world, where).chat.key, waitMs)
      return { revision: world.revision, messages: changedSince(world, where, since) }
    },
  }
}

function changedSince(world: World, where: Address, since: number): MessageView[] {
  const { chat, topic } = sceneOf(world, where)
  const inTopic = (view: MessageView) => topic === undefined || view.message.message_thread_id === topic
  return [...chat.messages.values()]
    .filter((view) => view.revision > since && inTopic(view))
    .sort((a, b) => a.revision - b.revision)
}

function nextChange(world: World, chatKey: string, waitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer)
      stop()
      resolve()
    }
    const stop = world.onEvent((event) => {
      if (event.type === 'message' && event.chatKey === chatKey) finish()
    })
    const timer = setTimeout(finish, waitMs)
  })
}
