import { Button, Modal, Radio, Stack, Text, Textarea } from '@mantine/core'
import { useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import type { DealCard, PipelineView } from '../../api/contract'
import { nameOf } from './pipeline-names'

export interface LossReason {
  reason: string
  reasonText?: string
}
interface Question {
  deal: DealCard
  pipeline: PipelineView
  answer: (reason: LossReason | null) => void
}

let question: Question | null = null
const listeners = new Set<() => void>()

function ask(next: Question | null): void {
  question = next
  for (const listener of listeners) listener()
}

/** Asks why a deal is lost; null when the person thinks better of it. */
export function askLossReason(deal: DealCard, pipeline: PipelineView): Promise<LossReason | null> {
  question?.answer(null)
  return new Promise((resolve) => ask({ deal, pipeline, answer: resolve }))
}

/** Stands once in the frame; opens when somebody asks. */
export function LossReasonModal() {
  const { t } = useTranslation()
  const open = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => question,
  )
  const finish = (reason: LossReason | null) => {
    open?.answer(reason)
    ask(null)
  }
  return (
    <Modal opened={open !== null} onClose={() => finish(null)} title={t('deal.reasonTitle')}>
      {open ? <Form key={open.deal.id} question={open} onDone={finish} /> : null}
    </Modal>
  )
}

function Form({
  question: { deal, pipeline },
  onDone,
}: {
  question: Question
  onDone: (reason: LossReason) => void
}) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const [text, setText] = useState('')
  const [wrong, setWrong] = useState('')
  const picked = pipeline.lossReasons.find((each) => each.key === reason)
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    const words = text.trim()
    if (pipeline.lossReasons.length === 0) {
      if (words) onDone({ reason: words })
      else setWrong(t('deal.needReasonText'))
    } else if (!picked) setWrong(t('deal.needReason'))
    else if (picked.needsText && !words) setWrong(t('deal.needReasonText'))
    else onDone({ reason: picked.key, ...(words ? { reasonText: words } : {}) })
  }
  return (
    <form onSubmit={submit} aria-label={t('deal.reasonTitle')}>
      <Stack>
        <Text fz="sm">
          <b>{deal.title}</b>
          <br />
          <Text span c="dimmed" fz="sm">
            {t('deal.reasonLead')}
          </Text>
        </Text>
        {pipeline.lossReasons.length > 0 ? (
          <Radio.Group value={reason} onChange={setReason} aria-label={t('deal.reason')}>
            <Stack gap="xs">
              {pipeline.lossReasons.map((each) => (
                <Radio key={each.key} value={each.key} label={nameOf(each)} />
              ))}
            </Stack>
          </Radio.Group>
        ) : null}
        <Textarea
          label={t('deal.reasonText')}
          autosize
          minRows={2}
          maxLength={1000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {wrong ? (
          <Text c="ember" fz="sm" role="alert">
            {wrong}
          </Text>
        ) : null}
        <Button type="submit">{t('deal.confirmLost')}</Button>
      </Stack>
    </form>
  )
}
