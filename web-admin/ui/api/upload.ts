import type { FileView, UploadAnswer } from '../../api/contract'
import { ApiError, readRefusal } from './api-error'
import { address, csrfHeaders } from './client'

/**
 * Uploads one file; `onProgress` hears 0 to 1. XMLHttpRequest, because fetch tells nothing of what has been sent.
 * Rejects with `ApiError`; `signal` cancels.
 */
export function uploadFile(
  file: File,
  conversationId: string,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<FileView> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', address('/files', { conversationId }))
    for (const [name, value] of Object.entries(csrfHeaders())) request.setRequestHeader(name, value)
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total)
    }
    request.onload = () => {
      if (request.status >= 300) {
        reject(readRefusal(request.status, request.responseText, request.getResponseHeader('Retry-After')))
        return
      }
      const stored = (JSON.parse(request.responseText) as UploadAnswer).items[0]
      if (stored) resolve(stored)
      else reject(new ApiError(request.status, { code: 'http-500', message: '' }))
    }
    request.onerror = () => reject(new ApiError(0, { code: 'offline', message: '' }))
    request.onabort = () => reject(new DOMException('Upload cancelled', 'AbortError'))
    signal.addEventListener('abort', () => request.abort())
    const form = new FormData()
    form.append('file', file, file.name)
    request.send(form)
  })
}

/** Where a stored file is shown from, or saved from. */
export function fileAddress(fileId: string, download = false): string {
  return address(`/files/${encodeURIComponent(fileId)}`, download ? { download: 1 } : {})
}

/** A small WebP of a picture. */
export function thumbnailAddress(fileId: string): string {
  return address(`/files/${encodeURIComponent(fileId)}/thumbnail`)
}

/** Why a file is not given out, in the server's words; null when it is. */
export async function refusalOfFile(fileId: string): Promise<ApiError | null> {
  const ended = new AbortController()
  try {
    const response = await fetch(fileAddress(fileId), { credentials: 'same-origin', signal: ended.signal })
    return response.ok ? null : readRefusal(response.status, await response.text(), null)
  } catch {
    return new ApiError(0, { code: 'offline', message: '' })
  } finally {
    // The bytes themselves are not wanted here.
    ended.abort()
  }
}
