import { Button, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DealView } from '../../api/contract'
import { usePipelines } from '../api/reference'
import { toastDone } from '../parts/toast'
import { dealCommands } from './deals'
import { nameOf } from './pipeline-names'
import { useMoveRefusal } from './use-move-deal'

interface PipelineModalProps {
  deal: DealView
  opened: boolean
  onClose: () => void
}

/** Takes a deal to another pipeline: to its first stage or to the one that fits. */
export function PipelineModal({ deal, opened, onClose }: PipelineModalProps) {
  const { t } = useTranslation()
  return (
    <Modal opened={opened} onClose={onClose} title={t('deal.otherPipeline')}>
      {opened ? <Form deal={deal} onClose={onClose} /> : null}
    </Modal>
  )
}

function Form({ deal, onClose }: Omit<PipelineModalProps, 'opened'>) {
  const { t } = useTranslation()
  const others = usePipelines().filter((each) => each.key !== deal.pipeline)
  const tellRefusal = useMoveRefusal()
  const [chosen, setPipeline] = useState<string | null>(null)
  const [stageKey, setStage] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const pipeline = others.find((each) => each.key === chosen) ?? others[0]
  // A deal is lost where it is: that asks for a reason of its own.
  const stages = pipeline?.stages.filter((each) => each.kind !== 'lost') ?? []
  const stage = stages.find((each) => each.key === stageKey) ?? stages.find((each) => each.kind === 'open')
  if (!pipeline || !stage) return null
  const move = async () => {
    setBusy(true)
    try {
      await dealCommands.toPipeline(deal.id, {
        pipeline: pipeline.key,
        stage: stage.key,
        ...(reason.trim() ? { reason: reason.trim() } : {}),
        expectedVersion: deal.version,
      })
      toastDone(
        t('deal.moved', { title: deal.title, stage: `${nameOf(pipeline)}: ${nameOf(stage)}` }),
        deal.lostReason
          ? undefined
          : () => dealCommands.toPipeline(deal.id, { pipeline: deal.pipeline, stage: deal.stage }),
      )
      onClose()
    } catch (error) {
      tellRefusal(error, stage)
      setBusy(false)
    }
  }
  return (
    <form
      aria-label={t('deal.otherPipeline')}
      onSubmit={(event) => {
        event.preventDefault()
        void move()
      }}
    >
      <Stack>
        <Select
          label={t('deal.pipeline')}
          data={others.map((each) => ({ value: each.key, label: nameOf(each) }))}
          allowDeselect={false}
          value={pipeline.key}
          onChange={(key) => {
            setPipeline(key)
            setStage(null)
          }}
          data-autofocus
        />
        <Select
          label={t('deal.stage')}
          data={stages.map((each) => ({ value: each.key, label: nameOf(each) }))}
          allowDeselect={false}
          value={stage.key}
          onChange={setStage}
        />
        <TextInput
          label={t('deal.whyMoved')}
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Button type="submit" loading={busy}>
          {t('deal.moveTo')}
        </Button>
      </Stack>
    </form>
  )
}
