import type { Address, PersonAction } from '../telegram/action.js'
import type { ActResult, PersonView, SandboxState } from '../telegram/view.js'

/** `whatsapp` is behind the Cloud API, `whatsapp-web` behind the simulated WhatsApp Web page. */
export type Network = 'telegram' | 'whatsapp' | 'whatsapp-web'

/** Where a messenger's control API is, seen from the page. */
const control = (network: Network) => `./${network}/_control`

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

function post<Result>(network: Network, path: string, body: unknown): Promise<Result> {
  return request(`${control(network)}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

/** Who plays what: sent by `createSandboxRouter`. */
export interface PageConfig {
  bots: ShownBot[]
  /** Null where there is no WhatsApp. */
  whatsapp: { bots: ShownBot[] } | null
  whatsappWeb: { bots: ShownBot[] } | null
}
export interface ShownBot {
  id: number
  username: string
  title: string
  role: 'client' | 'manager'
}

export const loadConfig = () => request<PageConfig>('./config.json')
export const loadState = (network: Network) => request<SandboxState>(`${control(network)}/state`)
export const act = (network: Network, where: Address, action: PersonAction) =>
  post<ActResult>(network, 'actions', { where, action })
export const addPerson = (
  network: Network,
  person: { name: string; about?: string; phone?: string; role: string },
) => post<PersonView>(network, 'people', person)
/** What the company's own phone knows of the page that wants to be linked. */
export interface LinkState {
  /** A page shows its code. */
  waiting: boolean
  linked: boolean
}
export const linkState = () => request<LinkState>(`${control('whatsapp-web')}/link`)
/** The company's phone scans the code, or unlinks what it linked. */
export const linkPhone = (what: 'scan' | 'unlink') => post<LinkState>('whatsapp-web', 'link', { what })
/** The person has looked at the chat: WhatsApp tells whoever wrote. */
export const tellRead = (network: Network, person: number) => post<object>(network, 'read', { person })

export async function upload(network: Network, file: Blob, name: string): Promise<string> {
  const query = new URLSearchParams({ name, type: file.type })
  const { fileId } = await request<{ fileId: string }>(`${control(network)}/files?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
  })
  return fileId
}

/** The beginning of a file's id says whose it is. */
export const fileUrl = (fileId: string) =>
  `${control(networkOfFile[fileId.slice(0, 3)] ?? 'telegram')}/files/${encodeURIComponent(fileId)}`
const networkOfFile: Record<string, Network> = { WA_: 'whatsapp', WW_: 'whatsapp-web' }
export const eventsUrl = (network: Network) => `${control(network)}/events`
