import { Badge, Button, Modal, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConversationView } from '../../../api/contract'
import { useInquiry } from '../../inquiries/inquiries'
import { RoutingSection } from '../../inquiries/routing-section'
import { sourceName } from '../../inquiries/source-name'
import { AnchorLink } from '../../parts/anchor-link'
import { AnswerList } from '../../parts/answer-list'
import classes from './card.module.css'
import { Section } from './section'

export function InquirySection({ conversation }: { conversation: ConversationView }) {
  const { t } = useTranslation()
  const inquiry = useInquiry(conversation.inquiry?.id).data
  if (!conversation.inquiry) return null
  const { number } = conversation.inquiry
  const answers = Object.values(inquiry?.answers ?? {})
  const draft = conversation.dialog?.answers ?? []
  return (
    <Section
      title={t('card.inquiry', { number })}
      action={
        <AnchorLink to="/inquiries" search={{ inquiry: conversation.inquiry.id }} fz="sm">
          {t('common.open')}
        </AnchorLink>
      }
    >
      {inquiry ? (
        <Text className={classes.muted} mb="xs">
          <Badge size="sm" color="gray" mr={8}>
            {t(`inquiry.status.${inquiry.status}`)}
          </Badge>
          {inquiry.source ? t('card.source', { name: sourceName(inquiry.source, t) }) : null}
        </Text>
      ) : null}
      {answers.length > 0 ? (
        <AnswerList answers={answers} />
      ) : draft.length > 0 ? (
        <>
          <Text className={classes.muted} mb="xs">
            {t('dialog.collected')}
          </Text>
          <AnswerList answers={draft} />
        </>
      ) : (
        <Text className={classes.muted}>{t('card.noAnswers')}</Text>
      )}
      {inquiry ? <WhyThey conversation={conversation} inquiryId={inquiry.id} /> : null}
    </Section>
  )
}

/** "Why Olga?": what the routing rules decided, in a window. */
function WhyThey({ conversation, inquiryId }: { conversation: ConversationView; inquiryId: string }) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  if (!conversation.assignee) return null
  return (
    <>
      <Button size="compact-sm" variant="subtle" mt="xs" ml={-9} onClick={() => setOpened(true)}>
        {t('routing.why', { name: conversation.assignee.name })}
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={t('routing.whyTitle')}>
        {opened ? <RoutingSection inquiryId={inquiryId} /> : null}
      </Modal>
    </>
  )
}
