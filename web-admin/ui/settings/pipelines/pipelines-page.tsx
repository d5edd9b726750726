import { Button, SegmentedControl, Select, Skeleton } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePipelines } from '../../api/reference'
import { useMay } from '../../api/session'
import { nameOf } from '../../deals/pipeline-names'
import { Page } from '../../parts/page'
import { newPipeline, type PipelineDraft } from './pipeline-draft'
import { PipelineEditor } from './pipeline-editor'

/** Settings → pipelines: stages, their order, colours and rules. */
export function PipelinesPage() {
  const { t } = useTranslation()
  const pipelines = usePipelines()
  const may = useMay('pipeline.manage')
  const { pipeline: key } = useSearch({ from: '/settings/pipelines' })
  const navigate = useNavigate()
  const [fresh, setFresh] = useState<PipelineDraft | null>(null)
  const show = (pipeline: string | undefined) => {
    setFresh(null)
    void navigate({ to: '/settings/pipelines', search: { pipeline }, replace: true })
  }
  const shown =
    pipelines.find((each) => each.key === key) ?? pipelines.find((each) => each.isDefault) ?? pipelines[0]
  const data = pipelines.map((each) => ({ value: each.key, label: nameOf(each) }))
  return (
    <Page
      title={t('pipeline.title')}
      back="/settings"
      lead={t('pipeline.lead')}
      narrow
      actions={
        may ? (
          <Button
            leftSection={<IconPlus size={17} />}
            onClick={() =>
              setFresh(
                newPipeline(pipelines, {
                  name: t('pipeline.newName'),
                  open: t('pipeline.newStage'),
                  won: t('pipeline.kinds.won'),
                  lost: t('pipeline.kinds.lost'),
                  other: t('pipeline.otherReason'),
                }),
              )
            }
          >
            {t('pipeline.new')}
          </Button>
        ) : null
      }
      filters={
        fresh ? null : data.length > 4 ? (
          <Select
            aria-label={t('deal.pipeline')}
            allowDeselect={false}
            value={shown?.key ?? null}
            data={data}
            onChange={(value) => value && show(value)}
          />
        ) : (
          <SegmentedControl
            aria-label={t('deal.pipeline')}
            value={shown?.key ?? ''}
            data={data}
            onChange={show}
          />
        )
      }
    >
      {fresh ? (
        <PipelineEditor key={fresh.key} pipeline={fresh} onSaved={show} onRemoved={() => show(undefined)} />
      ) : shown ? (
        <fieldset disabled={!may} style={{ border: 0, margin: 0, padding: 0 }}>
          <PipelineEditor
            key={`${shown.key}.${shown.version}`}
            pipeline={shown}
            onSaved={show}
            onRemoved={() => show(undefined)}
          />
        </fieldset>
      ) : (
        <Skeleton h={400} radius="lg" />
      )}
    </Page>
  )
}
