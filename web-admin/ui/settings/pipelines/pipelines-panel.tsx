import { Button } from '@mantine/core'
import { IconAdjustments } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { usePipelines } from '../../api/reference'
import { nameOf } from '../../deals/pipeline-names'
import { Panel } from '../panel'
import classes from '../panel.module.css'

/** The pipelines in short, with the way to their editor. */
export function PipelinesPanel() {
  const { t } = useTranslation()
  const pipelines = usePipelines()
  return (
    <Panel title={t('pipeline.title')} lead={t('pipeline.lead')}>
      {pipelines.map((each) => (
        <div key={each.key} className={classes.row}>
          <div>
            <Link to="/settings/pipelines" search={{ pipeline: each.key }}>
              {nameOf(each)}
            </Link>
            <div className={classes.sub}>{t('pipeline.stagesCount', { count: each.stages.length })}</div>
          </div>
        </div>
      ))}
      <Button
        mt="sm"
        variant="default"
        leftSection={<IconAdjustments size={16} />}
        renderRoot={(props) => <Link to="/settings/pipelines" search={{}} {...props} />}
      >
        {t('pipeline.edit')}
      </Button>
    </Panel>
  )
}
