import { Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconBriefcaseOff, IconBuilding, IconMessageCircle, IconUser } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { DealView } from '../../api/contract'
import { ApiError } from '../api/api-error'
import { usePipelines } from '../api/reference'
import { useMay } from '../api/session'
import { AnswerList } from '../parts/answer-list'
import { Failure } from '../parts/failure'
import { Nothing } from '../parts/nothing'
import { SideDrawer } from '../parts/side-drawer'
import { useActivitiesOf } from '../tasks/activities'
import { ActivityRow } from '../tasks/activity-row'
import { DealChecklist } from './deal-checklist'
import classes from './deal-drawer.module.css'
import { DealForm } from './deal-form'
import { DealHistory } from './deal-history'
import { DealSteps } from './deal-steps'
import { DealVariants } from './deal-variants'
import { useDeal } from './deals'
import { PipelineModal } from './pipeline-modal'
import { nameOf, usePipeline } from './pipeline-names'
import { StageSelect } from './stage-select'

/** Everything about one deal, over the board. */
export function DealDrawer({ dealId, onClose }: { dealId: string | undefined; onClose: () => void }) {
  const { t } = useTranslation()
  const { data: deal, error, refetch } = useDeal(dealId)
  const shown = dealId !== undefined
  return (
    <SideDrawer
      opened={shown}
      onClose={onClose}
      size={520}
      title={<Text fw={600}>{deal ? t('deal.number', { number: deal.number }) : ''}</Text>}
    >
      {deal && shown ? (
        <Details deal={deal} />
      ) : error instanceof ApiError && error.missing ? (
        <Nothing icon={IconBriefcaseOff} title={t('deal.notFound')} compact />
      ) : error ? (
        <Failure error={error} onRetry={() => void refetch()} compact />
      ) : (
        <Stack aria-busy="true">
          <Skeleton h={36} />
          <Skeleton h={36} />
          <Skeleton h={120} />
        </Stack>
      )}
    </SideDrawer>
  )
}

/** The stage, and the way into another pipeline. */
function Place({ deal }: { deal: DealView }) {
  const { t } = useTranslation()
  const may = useMay('deal.move')
  const pipelines = usePipelines()
  const pipeline = pipelines.find((each) => each.key === deal.pipeline)
  const [moving, { open, close }] = useDisclosure(false)
  return (
    <div>
      <StageSelect deal={deal} label={t('deal.stage')} withLabel />
      {pipelines.length > 1 ? (
        <Group gap={6} mt={6} fz="sm">
          <Text span fz="sm" c="dimmed">
            {t('deal.pipeline')}: {nameOf(pipeline, deal.pipeline)}
          </Text>
          {may ? (
            <Button size="compact-sm" variant="subtle" onClick={open}>
              {t('deal.changePipeline')}
            </Button>
          ) : null}
        </Group>
      ) : null}
      <PipelineModal deal={deal} opened={moving} onClose={close} />
    </div>
  )
}

function Details({ deal }: { deal: DealView }) {
  const { t } = useTranslation()
  const pipeline = usePipeline(deal.pipeline)
  const { rows } = useActivitiesOf({ dealId: deal.id })
  const answers = Object.values(deal.answers)
  const reason = pipeline?.lossReasons.find((each) => each.key === deal.lostReason?.code)
  return (
    <Stack gap="lg">
      <Group gap="lg">
        {deal.client ? (
          <Link to="/clients/$clientId" params={{ clientId: deal.client.id }} className={classes.link}>
            <IconUser size={16} aria-hidden="true" /> {deal.client.name}
          </Link>
        ) : null}
        {deal.company ? (
          <Link to="/companies/$companyId" params={{ companyId: deal.company.id }} className={classes.link}>
            <IconBuilding size={16} aria-hidden="true" /> {deal.company.name}
          </Link>
        ) : null}
        {deal.conversationId ? (
          <Link
            to="/inbox/$conversationId"
            params={{ conversationId: deal.conversationId }}
            search={{}}
            className={classes.link}
          >
            <IconMessageCircle size={16} aria-hidden="true" /> {t('deal.toConversation')}
          </Link>
        ) : null}
      </Group>
      <Place deal={deal} />
      {deal.lostReason ? (
        <Text fz="sm" c="ember">
          {t('deal.lost', {
            reason: [nameOf(reason, deal.lostReason.code), deal.lostReason.text].filter(Boolean).join(': '),
          })}
        </Text>
      ) : null}
      {pipeline ? <DealSteps deal={deal} pipeline={pipeline} /> : null}
      {pipeline ? <DealChecklist deal={deal} pipeline={pipeline} /> : null}
      <DealForm key={deal.id} deal={deal} />
      <DealVariants deal={deal} />
      {rows.length > 0 ? (
        <section aria-label={t('card.activities')}>
          <h3 className={classes.title}>{t('card.activities')}</h3>
          {rows.map((row) => (
            <ActivityRow key={row.id} activity={row} compact />
          ))}
        </section>
      ) : null}
      {answers.length > 0 ? (
        <section aria-label={t('deal.answers')}>
          <h3 className={classes.title}>{t('deal.answers')}</h3>
          <AnswerList answers={answers} />
        </section>
      ) : null}
      <DealHistory deal={deal} />
    </Stack>
  )
}
