import type { Address, PersonAction } from '../telegram/action.js'
import type { ActResult, PersonView, SandboxState } from '../telegram/view.js'

/** Where the control API is, seen from the page. */
const control = './telegram/_control'

/** The sandbox said no; `code` is a word for the reason. */
export class Refused extends Error {
  constructor(readonly code: string) {
    super(code)
  }
}

async function request<Result>(path: string, init?: RequestInit): Promise<Result> {
  const response = await fetch(path, init)
  const answer = (await response.json()) as { error?: { code: string } }
  if (!response.ok) throw new Refused(answer.error?.code ?? String(response.status))
  return answer as Result
}

function post<Result>(path: string, body: unknown): Promise<Result> {
  return request(`${control}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

/** Who plays what: sent by `createSandboxRouter`. */
export interface PageConfig {
  bots: { id: number; username: string; title: string; role: 'client' | 'manager' }[]
}

export const loadConfig = () => request<PageConfig>('./config.json')
export const loadState = () => request<SandboxState>(`${control}/state`)
export const act = (where: Address, action: PersonAction) => post<ActResult>('actions', { where, action })
export const addPerson = (person: { name: string; about?: string; phone?: string; role: string }) =>
  post<PersonView>('people', person)

export async function upload(file: Blob, name: string): Promise<string> {
  const query = new URLSearchParams({ name, type: file.type })
  const { fileId } = await request<{ fileId: string }>(`${control}/files?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
  })
  return fileId
}

export const fileUrl = (fileId: string) => `${control}/files/${encodeURIComponent(fileId)}`
export const eventsUrl = `${control}/events`
