import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { InquiryView } from '../../api/contract'
import { useMay } from '../api/session'
import { toastDone, toastError } from '../parts/toast'
import { inquiryCommands } from './inquiries'

export function InquiryComment({ inquiry }: { inquiry: InquiryView }) {
  const { t } = useTranslation()
  const may = useMay('inquiry.comment')
  const [text, setText] = useState(inquiry.comment)
  const [busy, setBusy] = useState(false)
  const save = (event: React.FormEvent) => {
    event.preventDefault()
    setBusy(true)
    inquiryCommands
      .comment(inquiry.id, text.trim(), inquiry.version)
      .then(() => toastDone(t('common.saved')))
      .catch(toastError)
      .finally(() => setBusy(false))
  }
  return (
    <form onSubmit={save}>
      <Textarea
        label={t('inquiry.comment')}
        placeholder={t('inquiry.commentPlaceholder')}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={5000}
        disabled={!may}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {text.trim() === inquiry.comment ? null : (
        <Button type="submit" size="compact-sm" mt="xs" loading={busy}>
          {t('inquiry.saveComment')}
        </Button>
      )}
    </form>
  )
}
