import type { CallRecord } from './call-journal.js'
import type { FaultInput, ListedFault } from './faults.js'
import { type PersonPort, SandboxPerson } from './person-chat.js'
import type { NewGroup, NewPerson } from './sandbox.js'
import type { BotView, ChatView, PersonView, SandboxState } from './view.js'

/** The sandbox of another process, driven over HTTP: the same people and chats, every call a promise. */
export interface RemoteTelegramSandbox {
  readonly url: string
  readonly port: PersonPort
  readonly faults: {
    add(fault: FaultInput): Promise<number>
    remove(id: number): Promise<void>
    clear(): Promise<void>
    list(): Promise<ListedFault[]>
  }
  createBot(token: string, profile: { username: string; name: string }): Promise<BotView>
  createPerson(person: NewPerson): Promise<PersonView>
  createGroup(group: NewGroup): Promise<ChatView>
  user(who: number | string): Promise<SandboxPerson>
  injectUpdates(token: string, updates: unknown[], options?: { raw?: boolean }): Promise<void>
  holdUpdates(token: string, held: boolean): Promise<void>
  updatesOf(token: string): Promise<unknown[]>
  calls(filter?: { method?: string; bot?: string }): Promise<CallRecord[]>
  state(): Promise<SandboxState>
  reset(): Promise<void>
}

/** A refusal of the control API: `code` as in ActionRefused, or `invalid`, `refused`, `internal`. */
export class RemoteRefusal extends Error {
  constructor(
    readonly code: string,
    message?: string,
  ) {
    super(message ? `${code}: ${message}` : code)
    this.name = 'RemoteRefusal'
  }
}

/** @param url the API root of the sandbox, without a slash at the end */
export function connectTelegramSandbox(url: string): RemoteTelegramSandbox {
  const control = `${url.replace(/\/$/, '')}/_control`

  async function request<Result>(method: string, path: string, body?: unknown): Promise<Result> {
    const response = await fetch(`${control}/${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    const answer = (await response.json()) as { error?: { code: string; message?: string } }
    if (!response.ok)
      throw new RemoteRefusal(answer.error?.code ?? String(response.status), answer.error?.message)
    return answer as Result
  }

  const port: PersonPort = {
    act: (where, action) => request('POST', 'actions', { where, action }),
    messages: (where, since, waitMs) => request('POST', 'messages', { where, since, waitMs }),
    chat: (where) => request('POST', 'chat', { where }),
    async upload(file) {
      const query = new URLSearchParams({
        name: file.name,
        ...(file.mimeType ? { type: file.mimeType } : {}),
      })
      const response = await fetch(`${control}/files?${query}`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: new Uint8Array(file.data),
      })
      if (!response.ok) throw new RemoteRefusal(String(response.status))
      return ((await response.json()) as { fileId: string }).fileId
    },
    async download(fileId) {
      const response = await fetch(`${control}/files/${encodeURIComponent(fileId)}`)
      if (!response.ok) throw new RemoteRefusal('no-such-file')
      return Buffer.from(await response.arrayBuffer())
    },
  }

  return {
    url,
    port,
    faults: {
      add: async (fault) => (await request<{ id: number }>('POST', 'faults', fault)).id,
      remove: async (id) => void (await request('DELETE', `faults?id=${id}`)),
      clear: async () => void (await request('DELETE', 'faults')),
      list: async () => (await request<{ items: ListedFault[] }>('GET', 'faults')).items,
    },
    createBot: (token, profile) => request('POST', 'bots', { token, ...profile }),
    createPerson: (person) => request('POST', 'people', person),
    createGroup: (group) => request('POST', 'groups', group),
    async user(who) {
      const person = await request<{ id: number; name: string }>('POST', 'people/find', { who })
      return new SandboxPerson(port, person.id, person.name)
    },
    injectUpdates: async (token, updates, { raw = false } = {}) =>
      void (await request('POST', 'updates', { token, updates, raw })),
    holdUpdates: async (token, held) => void (await request('POST', 'hold', { token, held })),
    updatesOf: async (token) =>
      (await request<{ items: unknown[] }>('GET', `updates?${new URLSearchParams({ token })}`)).items,
    async calls(filter = {}) {
      const { items } = await request<{ items: CallRecord[] }>('GET', `calls?${new URLSearchParams(filter)}`)
      return items.map((call) => ({ ...call, at: new Date(call.at) }))
    },
    state: () => request('GET', 'state'),
    reset: async () => void (await request('POST', 'reset', {})),
  }
}
