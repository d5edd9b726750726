import { Skeleton, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useConversation } from '../conversations'
import { ActivitySection } from './activity-section'
import classes from './card.module.css'
import { DealSection } from './deal-section'
import { InquirySection } from './inquiry-section'
import { LabelsSection } from './labels-section'
import { PersonSection } from './person-section'

/** Who writes and what is between us: beside the conversation, or (`bare`) in a drawer. */
export function CardPane({ conversationId, bare = false }: { conversationId: string; bare?: boolean }) {
  const { t } = useTranslation()
  const { data: conversation } = useConversation(conversationId)
  if (!conversation) {
    return (
      <Stack p="lg" aria-busy="true">
        <Skeleton h={48} w={48} circle />
        <Skeleton h={16} w="60%" />
        <Skeleton h={80} />
      </Stack>
    )
  }
  return (
    <aside className={classes.card} data-bare={bare || undefined} aria-label={t('card.label')}>
      <PersonSection conversation={conversation} />
      <DealSection conversation={conversation} />
      <ActivitySection conversation={conversation} />
      <InquirySection conversation={conversation} />
      <LabelsSection conversation={conversation} />
    </aside>
  )
}
