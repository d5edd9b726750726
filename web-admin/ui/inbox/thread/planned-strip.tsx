import { ActionIcon, Menu } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconAlertCircle, IconClockPlay, IconDots, IconPencil, IconSend2, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ConversationView, ScheduledView } from '../../../api/contract'
import { useSession } from '../../api/session'
import { useFormat } from '../../format/use-format'
import { toastDone, toastError } from '../../parts/toast'
import { PlanModal } from '../composer/plan-modal'
import { summaryOf } from '../content/summary'
import { plannedCommands as commands, usePlanned } from '../planned'
import classes from './planned-strip.module.css'

/** What will be said here and when; what was missed or refused waits for a person. */
export function PlannedStrip({ conversation }: { conversation: ConversationView }) {
  const { t } = useTranslation()
  const planned = usePlanned(conversation.id)
  if (planned.length === 0) return null
  return (
    <ul className={classes.list} aria-label={t('planned.title')}>
      {planned.map((each) => (
        <PlannedRow key={each.id} planned={each} />
      ))}
    </ul>
  )
}

function PlannedRow({ planned }: { planned: ScheduledView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { me } = useSession()
  const [changing, { open, close }] = useDisclosure(false)
  const trouble = planned.state !== 'planned'
  const mine = planned.author.id === me.id || me.role === 'admin' || me.role === 'head'
  const run = (work: Promise<void>, said: string) => {
    work.then(() => toastDone(said)).catch(toastError)
  }
  const text = planned.content.type === 'text' ? planned.content.text : null
  return (
    <li className={classes.row} data-trouble={trouble || undefined}>
      {trouble ? (
        <IconAlertCircle size={16} aria-hidden="true" />
      ) : (
        <IconClockPlay size={16} aria-hidden="true" />
      )}
      <span className={classes.when}>{format.moment(planned.at)}</span>
      <span className={classes.words}>
        {planned.state === 'planned'
          ? ''
          : `${t(`planned.${planned.state === 'missed' ? 'missed' : 'failed'}`)} `}
        {summaryOf(planned.content, t)}
        {planned.author.id === me.id ? '' : ` · ${planned.author.name}`}
      </span>
      {mine ? (
        <Menu width={220}>
          <Menu.Target>
            <ActionIcon size="sm" aria-label={t('planned.menu')}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              leftSection={<IconSend2 size={16} />}
              onClick={() => run(commands.sendNow(planned), t('planned.sentNow'))}
            >
              {t('planned.sendNow')}
            </Menu.Item>
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={open}>
              {t('planned.change')}
            </Menu.Item>
            <Menu.Item
              color="ember"
              leftSection={<IconX size={16} />}
              onClick={() => run(commands.cancel(planned), t('planned.cancelled'))}
            >
              {t('planned.cancel')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : null}
      <PlanModal
        opened={changing}
        title={t('planned.change')}
        text={text}
        at={planned.at}
        unlessReplied={planned.unlessReplied}
        onClose={close}
        onPlan={async (plan) => {
          const { text: words, ...rest } = plan
          await commands.change(planned, {
            ...rest,
            ...(words === undefined || words === text ? {} : { text: words }),
            expectedVersion: planned.version,
          })
          toastDone(t('common.saved'))
        }}
      />
    </li>
  )
}
