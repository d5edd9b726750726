import { OtklikError } from '../errors.js'
import type { FileDoc } from './file.model.js'

export interface Closed {
  code: 'file-pending' | 'file-unavailable' | 'file-infected' | 'file-removed'
  params: Record<string, string>
}

/** Why nobody gets this file (now, or ever); null for one that is open to those who may. */
export function whyClosed(file: Pick<FileDoc, 'state' | 'error' | 'threat' | 'removedAt'>): Closed | null {
  switch (file.state) {
    case 'ready':
      return null
    case 'pending':
      return { code: 'file-pending', params: {} }
    case 'failed':
      return { code: 'file-unavailable', params: { why: file.error ?? '' } }
    case 'infected':
      return { code: 'file-infected', params: { threat: file.threat ?? '' } }
    case 'removed':
      return { code: 'file-removed', params: { date: file.removedAt?.toISOString().slice(0, 10) ?? '' } }
  }
}

/** Throws `whyClosed` as a refusal. */
export function mustBeOpen(file: Parameters<typeof whyClosed>[0]): void {
  const closed = whyClosed(file)
  if (closed) throw new OtklikError(closed.code, { params: closed.params })
}
