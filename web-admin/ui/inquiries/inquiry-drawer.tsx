import { Badge, Group, Skeleton, Stack, Text } from '@mantine/core'
import { IconBriefcase, IconClipboardOff, IconMessageCircle, IconUser } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { InquiryView } from '../../api/contract'
import { ApiError } from '../api/api-error'
import deal from '../deals/deal-drawer.module.css'
import { AnswerList } from '../parts/answer-list'
import { ChannelIcon } from '../parts/channel-icon'
import { Failure } from '../parts/failure'
import { Nothing } from '../parts/nothing'
import { SideDrawer } from '../parts/side-drawer'
import { useInquiry } from './inquiries'
import { InquiryActions } from './inquiry-actions'
import { InquiryComment } from './inquiry-comment'
import { InquiryHistory } from './inquiry-history'
import { InquiryKind } from './inquiry-kind'
import { InquiryOrigin } from './inquiry-origin'
import { RoutingSection } from './routing-section'
import { statusColors } from './status-name'

export function InquiryDrawer({
  inquiryId,
  onClose,
}: {
  inquiryId: string | undefined
  onClose: () => void
}) {
  const { t } = useTranslation()
  const { data: inquiry, error, refetch } = useInquiry(inquiryId)
  const shown = inquiryId !== undefined
  return (
    <SideDrawer
      opened={shown}
      onClose={onClose}
      size={480}
      title={<Text fw={600}>{inquiry ? t('inquiry.one', { number: inquiry.number }) : ''}</Text>}
    >
      {inquiry && shown ? (
        <Details inquiry={inquiry} />
      ) : error instanceof ApiError && error.missing ? (
        <Nothing icon={IconClipboardOff} title={t('inquiry.notFound')} compact />
      ) : error ? (
        <Failure error={error} onRetry={() => void refetch()} compact />
      ) : (
        <Stack aria-busy="true">
          <Skeleton h={30} />
          <Skeleton h={120} />
        </Stack>
      )}
    </SideDrawer>
  )
}

function Details({ inquiry }: { inquiry: InquiryView }) {
  const { t } = useTranslation()
  const answers = Object.values(inquiry.answers)
  return (
    <Stack gap="lg">
      <Group gap={8}>
        <ChannelIcon channel={inquiry.channel} size={18} />
        <Badge color={statusColors[inquiry.status]}>{t(`inquiry.status.${inquiry.status}`)}</Badge>
        <Badge color="gray">{t(`inquiry.byNumber.${inquiry.byNumber}`)}</Badge>
        <Badge color="gray">{t(`inquiry.byContact.${inquiry.byContact}`)}</Badge>
        {inquiry.qualification === 'unknown' ? null : (
          <Badge color="gray">{t(`inquiry.qualification.${inquiry.qualification}`)}</Badge>
        )}
      </Group>
      <Group gap="lg">
        {inquiry.client ? (
          <Link to="/clients/$clientId" params={{ clientId: inquiry.client.id }} className={deal.link}>
            <IconUser size={16} aria-hidden="true" /> {inquiry.client.name}
          </Link>
        ) : null}
        {inquiry.conversationId ? (
          <Link
            to="/inbox/$conversationId"
            params={{ conversationId: inquiry.conversationId }}
            search={{}}
            className={deal.link}
          >
            <IconMessageCircle size={16} aria-hidden="true" /> {t('inquiry.toConversation')}
          </Link>
        ) : null}
        {inquiry.dealId ? (
          <Link to="/deals" search={{ deal: inquiry.dealId }} className={deal.link}>
            <IconBriefcase size={16} aria-hidden="true" /> {t('inquiry.toDeal')}
          </Link>
        ) : null}
      </Group>
      <InquiryActions inquiry={inquiry} />
      {answers.length > 0 ? (
        <section aria-label={t('card.answers')}>
          <h3 className={deal.title}>{t('card.answers')}</h3>
          <AnswerList answers={answers} />
        </section>
      ) : null}
      <InquiryKind inquiry={inquiry} />
      <InquiryComment key={inquiry.id} inquiry={inquiry} />
      <InquiryOrigin inquiry={inquiry} />
      <section aria-label={t('routing.whyTitle')}>
        <h3 className={deal.title}>{t('routing.whyTitle')}</h3>
        <RoutingSection inquiryId={inquiry.id} />
      </section>
      <InquiryHistory inquiry={inquiry} />
    </Stack>
  )
}
