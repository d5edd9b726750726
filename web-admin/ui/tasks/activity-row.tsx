import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconCalendarTime, IconCheck, IconDots, IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ActivityView } from '../../api/contract'
import { useMay, useSession } from '../api/session'
import { useFormat, useZone } from '../format/use-format'
import { dayOf } from '../format/zone'
import { toastDone, toastError } from '../parts/toast'
import { activityCommands } from './activities'
import classes from './activity-row.module.css'
import { activitySigns, outcomeName } from './activity-signs'
import { CompleteModal } from './complete-modal'
import { RescheduleModal } from './reschedule-modal'

/** One thing to do. `compact`: beside a conversation, where the client is known. */
export function ActivityRow({ activity, compact = false }: { activity: ActivityView; compact?: boolean }) {
  const { t } = useTranslation()
  const { me } = useSession()
  const format = useFormat()
  const overdue = useOverdue(activity)
  const Sign = activitySigns[activity.kind]
  const planned = activity.status === 'planned'
  const when = activity.hasTime ? format.moment(activity.dueAt) : format.dayLine(activity.dueAt)
  return (
    <article className={classes.row} data-compact={compact || undefined} aria-label={activity.title}>
      <span
        className={classes.sign}
        data-overdue={overdue || undefined}
        title={t(`activity.kind.${activity.kind}`)}
      >
        <Sign size={17} stroke={1.7} aria-hidden="true" />
        <span className="ot-said">{t(`activity.kind.${activity.kind}`)}</span>
      </span>
      <div className={classes.body}>
        <span className={classes.title} data-done={!planned || undefined}>
          {activity.title}
        </span>
        <span className={classes.under}>
          <time dateTime={activity.dueAt} className={overdue ? classes.overdue : undefined}>
            {activity.status === 'completed' && activity.completedAt
              ? format.moment(activity.completedAt)
              : when}
          </time>
          {overdue ? <span className={classes.overdue}>{t('activity.overdue')}</span> : null}
          {compact ? null : <About activity={activity} />}
          {activity.staff.id !== me.id ? <span>{activity.staff.name}</span> : null}
        </span>
        {activity.goals ? (
          <span className={classes.result}>{t('tasks.goals', { text: activity.goals })}</span>
        ) : null}
        {activity.participants.length > 0 || activity.guests ? (
          <span className={classes.result}>
            {t('tasks.with', {
              names: [...activity.participants.map((each) => each.name), activity.guests]
                .filter(Boolean)
                .join(', '),
            })}
          </span>
        ) : null}
        {activity.result || activity.outcome ? (
          <span className={classes.result}>
            {t('tasks.result', {
              text: [outcomeName(activity.outcome, t), activity.result].filter(Boolean).join('. '),
            })}
          </span>
        ) : null}
      </div>
      {planned ? <Actions activity={activity} /> : null}
    </article>
  )
}

function useOverdue(activity: ActivityView): boolean {
  const zone = useZone()
  if (activity.status !== 'planned') return false
  const due = new Date(activity.dueAt)
  return activity.hasTime ? due < new Date() : dayOf(due, zone) < dayOf(new Date(), zone)
}

function About({ activity }: { activity: ActivityView }) {
  return (
    <>
      {activity.client ? (
        <Link to="/clients/$clientId" params={{ clientId: activity.client.id }} className={classes.link}>
          {activity.client.name}
        </Link>
      ) : activity.conversationId ? (
        <Conversation id={activity.conversationId} />
      ) : null}
      {activity.deal ? (
        <Link to="/deals" search={{ deal: activity.deal.id }} className={classes.link}>
          № {activity.deal.number} {activity.deal.title}
        </Link>
      ) : null}
    </>
  )
}

function Conversation({ id }: { id: string }) {
  const { t } = useTranslation()
  return (
    <Link to="/inbox/$conversationId" params={{ conversationId: id }} search={{}} className={classes.link}>
      {t('deal.toConversation')}
    </Link>
  )
}

function Actions({ activity }: { activity: ActivityView }) {
  const { t } = useTranslation()
  const may = useMay('activity.change')
  const [finishing, finish] = useDisclosure(false)
  const [moving, move] = useDisclosure(false)
  if (!may) return null
  const cancel = () => {
    activityCommands
      .cancel(activity.id)
      .then(() => toastDone(t('activity.cancelled')))
      .catch(toastError)
  }
  return (
    <span className={classes.actions}>
      <Tooltip label={t('activity.complete')}>
        <ActionIcon
          variant="light"
          color="pine"
          size="md"
          aria-label={t('activity.completeLabel', { title: activity.title })}
          onClick={finish.open}
        >
          <IconCheck size={17} />
        </ActionIcon>
      </Tooltip>
      <Menu>
        <Menu.Target>
          <ActionIcon size="md" aria-label={`${t('common.actions')}: ${activity.title}`}>
            <IconDots size={17} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconCalendarTime size={17} />} onClick={move.open}>
            {t('activity.reschedule')}
          </Menu.Item>
          <Menu.Item leftSection={<IconX size={17} />} onClick={cancel}>
            {t('activity.cancel')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <CompleteModal activity={activity} opened={finishing} onClose={finish.close} />
      <RescheduleModal activity={activity} opened={moving} onClose={move.close} />
    </span>
  )
}
