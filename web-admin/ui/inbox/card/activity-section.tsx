import { ActionIcon, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconBellPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ConversationView } from '../../../api/contract'
import { useMay } from '../../api/session'
import { useActivitiesOf } from '../../tasks/activities'
import { ActivityRow } from '../../tasks/activity-row'
import { NewActivity } from '../../tasks/new-activity'
import classes from './card.module.css'
import { Section } from './section'

export function ActivitySection({ conversation }: { conversation: ConversationView }) {
  const { t } = useTranslation()
  const mayPlan = useMay('activity.plan')
  const [adding, { open, close }] = useDisclosure(false)
  const of = conversation.clientId ? { clientId: conversation.clientId } : { conversationId: conversation.id }
  const { rows } = useActivitiesOf(of)
  return (
    <Section
      title={t('card.activities')}
      action={
        mayPlan ? (
          <ActionIcon
            size="md"
            aria-label={t('card.newReminder')}
            title={t('card.newReminder')}
            onClick={open}
          >
            <IconBellPlus size={17} />
          </ActionIcon>
        ) : null
      }
    >
      {rows.length === 0 ? <Text className={classes.muted}>{t('card.noActivities')}</Text> : null}
      {rows.map((activity) => (
        <ActivityRow key={activity.id} activity={activity} compact />
      ))}
      <NewActivity
        opened={adding}
        onClose={close}
        clientId={conversation.clientId}
        conversationId={conversation.id}
      />
    </Section>
  )
}
