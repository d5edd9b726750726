import type { UploadAnswer } from '../protocol.js'

export class UploadError extends Error {
  constructor(readonly reason: 'too-large' | 'network' | 'refused') {
    super(reason)
  }
}

/** Sends one file and gives the ticket by which a message names it. XHR, because fetch cannot tell how far it is. */
export function uploadFile(
  server: string,
  token: string,
  file: File,
  onProgress: (share: number) => void,
): Promise<UploadAnswer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `${server}/chat/files`)
    request.setRequestHeader('authorization', `Bearer ${token}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.setRequestHeader('x-file-name', encodeURIComponent(file.name || 'image.png'))
    request.setRequestHeader('x-file-type', file.type || 'application/octet-stream')
    request.responseType = 'json'
    request.upload.onprogress = (event) => onProgress(event.total > 0 ? event.loaded / event.total : 0)
    request.onerror = () => reject(new UploadError('network'))
    request.onload = () => {
      if (request.status === 201) resolve(request.response as UploadAnswer)
      else reject(new UploadError(request.status === 413 ? 'too-large' : 'refused'))
    }
    request.send(file)
  })
}
