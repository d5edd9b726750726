import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FileView } from '../../../api/contract'
import { uploadFile } from '../../api/upload'
import { errorText } from '../../format/error-text'
import { useFormat } from '../../format/use-format'

export interface Attachment {
  key: string
  name: string
  size: number
  /** 0 to 1. */
  progress: number
  stored: FileView | null
  failure: string | null
}

const most = 10

/** Files on their way up. They are uploaded as they are picked, so that sending is instant. */
export function useAttachments(conversationId: string, maxSize: number) {
  const { t } = useTranslation()
  const format = useFormat()
  const [files, setFiles] = useState<readonly Attachment[]>([])
  const [refusal, setRefusal] = useState('')
  const uploads = useRef(new Map<string, AbortController>())
  useEffect(() => {
    const running = uploads.current
    return () => {
      for (const upload of running.values()) upload.abort()
    }
  }, [])

  const patch = (key: string, part: Partial<Attachment>) =>
    setFiles((rows) => rows.map((row) => (row.key === key ? { ...row, ...part } : row)))

  const start = (file: File) => {
    const key = `${file.name}-${file.size}-${Math.random()}`
    const tooLarge = file.size > maxSize
    const failure = tooLarge ? t('composer.tooLarge', { limit: format.size(maxSize) }) : null
    setFiles((rows) => [
      ...rows,
      { key, name: file.name, size: file.size, progress: 0, stored: null, failure },
    ])
    if (tooLarge) return
    const upload = new AbortController()
    uploads.current.set(key, upload)
    uploadFile(file, conversationId, (progress) => patch(key, { progress }), upload.signal)
      .then((stored) => patch(key, { stored, progress: 1 }))
      .catch((error: unknown) => {
        if (!upload.signal.aborted) patch(key, { failure: errorText(error) })
      })
      .finally(() => uploads.current.delete(key))
  }

  return {
    files,
    refusal,
    add(picked: readonly File[]) {
      const room = Math.max(0, most - files.length)
      setRefusal(picked.length > room ? t('composer.tooManyFiles') : '')
      for (const file of picked.slice(0, room)) start(file)
    },
    remove(key: string) {
      uploads.current.get(key)?.abort()
      setRefusal('')
      setFiles((rows) => rows.filter((row) => row.key !== key))
    },
    clear: () => setFiles([]),
    busy: files.some((file) => !file.stored && !file.failure),
    stored: files.flatMap((file) => (file.stored ? [file.stored] : [])),
  }
}
export type Attachments = ReturnType<typeof useAttachments>
