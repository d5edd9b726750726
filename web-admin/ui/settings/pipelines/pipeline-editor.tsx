import { Button, Checkbox, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StageView } from '../../../api/contract'
import { ApiError } from '../../api/api-error'
import { keys } from '../../api/keys'
import { queryClient } from '../../api/query-client'
import { nameOf } from '../../deals/pipeline-names'
import { currentLocale } from '../../locales/i18n'
import { toastDone, toastError } from '../../parts/toast'
import { LossReasonsEditor } from './loss-reasons-editor'
import { newStage, type PipelineDraft, pipelineBody, renamed, shifted } from './pipeline-draft'
import { pipelineCommands } from './pipelines'
import classes from './pipelines.module.css'
import { StageEditor } from './stage-editor'

interface PipelineEditorProps {
  pipeline: PipelineDraft
  onSaved: (key: string) => void
  onRemoved: () => void
}

/** A whole pipeline: edited here, saved at once. */
export function PipelineEditor({ pipeline, onSaved, onRemoved }: PipelineEditorProps) {
  const { t } = useTranslation()
  const locale = currentLocale()
  const [draft, setDraft] = useState(pipeline)
  const [moveTo, setMoveTo] = useState<Record<string, string>>({})
  const [asked, setAsked] = useState<StageView[]>([])
  const [busy, setBusy] = useState(false)
  const set = (part: Partial<PipelineDraft>) => setDraft({ ...draft, ...part })
  const gone = pipeline.stages.filter((each) => !draft.stages.some((stage) => stage.key === each.key))
  const changed = draft.isNew || JSON.stringify(draft) !== JSON.stringify(pipeline)

  const save = async (where: Record<string, string>) => {
    setBusy(true)
    try {
      const saved = await pipelineCommands.save(draft.key, pipelineBody(draft, where))
      toastDone(t('common.saved'))
      onSaved(saved.key)
    } catch (error) {
      if (error instanceof ApiError && error.code === 'stage-in-use') {
        setAsked(gone.filter((stage) => `moveTo.${stage.key}` in error.fields || stage.key in where))
      } else {
        if (error instanceof ApiError && error.code === 'changed-by-other')
          void queryClient.invalidateQueries({ queryKey: keys.pipelines })
        toastError(error)
      }
    } finally {
      setBusy(false)
    }
  }
  const remove = () => {
    pipelineCommands
      .remove(draft.key)
      .then(() => {
        toastDone(t('pipeline.removed', { name: nameOf(draft) }))
        onRemoved()
      })
      .catch(toastError)
  }
  const setStage = (index: number, stage: StageView) =>
    set({ stages: draft.stages.map((each, at) => (at === index ? stage : each)) })
  return (
    <form
      aria-label={nameOf(draft)}
      onSubmit={(event) => {
        event.preventDefault()
        void save(moveTo)
      }}
    >
      <div className={classes.pair}>
        <TextInput
          label={t('pipeline.name')}
          value={draft.name[locale]}
          maxLength={120}
          onChange={(event) => set({ name: renamed(draft.name, locale, event.currentTarget.value) })}
        />
        <Checkbox
          mt={30}
          label={t('pipeline.isDefault')}
          checked={draft.isDefault}
          disabled={pipeline.isDefault}
          onChange={(event) => set({ isDefault: event.currentTarget.checked })}
        />
      </div>
      <h3 className={classes.title}>{t('pipeline.stages')}</h3>
      <ol style={{ listStyle: 'none', margin: 0, padding: 0 }}>
        {draft.stages.map((stage, index) => (
          <StageEditor
            key={stage.key}
            stage={stage}
            lossReasons={draft.lossReasons}
            first={index === 0}
            last={index === draft.stages.length - 1}
            onChange={(next) => setStage(index, next)}
            onShift={(by) => set({ stages: shifted(draft.stages, index, by) })}
            onRemove={() => set({ stages: draft.stages.filter((_, at) => at !== index) })}
          />
        ))}
      </ol>
      <Button
        variant="light"
        leftSection={<IconPlus size={16} />}
        onClick={() => {
          const at = draft.stages.findIndex((stage) => stage.kind !== 'open')
          const stages = [...draft.stages]
          stages.splice(at === -1 ? stages.length : at, 0, newStage(draft, t('pipeline.newStage')))
          set({ stages })
        }}
      >
        {t('pipeline.addStage')}
      </Button>
      <LossReasonsEditor list={draft.lossReasons} onChange={(lossReasons) => set({ lossReasons })} />
      <div className={classes.foot}>
        <Button type="submit" loading={busy} disabled={!changed}>
          {t('common.save')}
        </Button>
        {changed && !draft.isNew ? (
          <Button variant="default" onClick={() => setDraft(pipeline)}>
            {t('pipeline.undo')}
          </Button>
        ) : null}
        {draft.isNew || draft.isDefault ? null : (
          <Button variant="subtle" color="ember" ml="auto" onClick={remove}>
            {t('pipeline.removePipeline')}
          </Button>
        )}
      </div>
      <Modal opened={asked.length > 0} onClose={() => setAsked([])} title={t('pipeline.whereTo')}>
        <Stack>
          <Text fz="sm">{t('pipeline.whereToLead')}</Text>
          {asked.map((stage) => (
            <Select
              key={stage.key}
              label={nameOf(stage)}
              value={moveTo[stage.key] ?? null}
              data={draft.stages
                .filter((each) => each.kind === stage.kind)
                .map((each) => ({ value: each.key, label: nameOf(each) }))}
              onChange={(value) => value && setMoveTo({ ...moveTo, [stage.key]: value })}
            />
          ))}
          <Button
            disabled={asked.some((stage) => !moveTo[stage.key])}
            onClick={() => {
              setAsked([])
              void save(moveTo)
            }}
          >
            {t('common.save')}
          </Button>
        </Stack>
      </Modal>
    </form>
  )
}
