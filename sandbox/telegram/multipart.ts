/** A file as it came in a form. */
export interface UploadedFile {
  name: string
  mimeType: string
  data: Buffer
}

export interface MultipartForm {
  fields: Record<string, string>
  files: Map<string, UploadedFile>
}

/**
 * Reads multipart/form-data as Telegram does, that is tolerantly: grammY sends Cyrillic file names unquoted and in raw
 * UTF-8, telegraf sends no content type of a part; stricter readers drop such files.
 * @throws Error when the boundary is missing or no part can be found
 */
export function parseMultipart(body: Buffer, contentType: string): MultipartForm {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType)
  const mark = boundary?.[1] ?? boundary?.[2]
  if (!mark) throw new Error('multipart without a boundary')
  const delimiter = Buffer.from(`--${mark}`)
  const form: MultipartForm = { fields: {}, files: new Map() }
  let at = body.indexOf(delimiter)
  if (at < 0) throw new Error('multipart without parts')
  for (;;) {
    const start = at + delimiter.length
    const next = body.indexOf(delimiter, start)
    if (next < 0) return form
    readPart(body.subarray(start, next), form)
    at = next
  }
}

function readPart(part: Buffer, form: MultipartForm): void {
  const headersEnd = part.indexOf('\r\n\r\n')
  if (headersEnd < 0) return
  const headers = part.subarray(0, headersEnd).toString('utf8')
  const data = part.subarray(headersEnd + 4, part.length - 2)
  const disposition = /content-disposition:(.*)/i.exec(headers)?.[1] ?? ''
  const name = parameter(disposition, 'name')
  if (name === undefined) return
  const fileName = extendedParameter(disposition, 'filename') ?? parameter(disposition, 'filename')
  if (fileName === undefined) {
    form.fields[name] = data.toString('utf8')
    return
  }
  const mimeType = /content-type:\s*([^\r\n]+)/i.exec(headers)?.[1]?.trim()
  form.files.set(name, {
    name: fileName || name,
    mimeType: mimeType ?? 'application/octet-stream',
    data: Buffer.from(data),
  })
}

function parameter(disposition: string, name: string): string | undefined {
  const found = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;]*))`, 'i').exec(disposition)
  return found ? (found[1]?.replace(/\\(["\\])/g, '$1') ?? found[2]?.trim()) : undefined
}

function extendedParameter(disposition: string, name: string): string | undefined {
  const found = new RegExp(`;\\s*${name}\\*=UTF-8''([^;\\s]+)`, 'i').exec(disposition)
  if (!found?.[1]) return undefined
  try {
    return decodeURIComponent(found[1])
  } catch {
    return undefined
  }
}
