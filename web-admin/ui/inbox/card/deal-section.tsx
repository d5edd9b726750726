import { ActionIcon, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ConversationView, DealCard } from '../../../api/contract'
import { useSession } from '../../api/session'
import { useDealsOf } from '../../deals/deals'
import { QuickDeal } from '../../deals/quick-deal'
import { StageSelect } from '../../deals/stage-select'
import { useFormat } from '../../format/use-format'
import { ConvertButton } from '../../inquiries/convert-button'
import classes from './card.module.css'
import { Section } from './section'

export function DealSection({ conversation }: { conversation: ConversationView }) {
  const { t } = useTranslation()
  const { may } = useSession()
  const [adding, { open, close }] = useDisclosure(false)
  const { deals } = useDealsOf(conversation)
  const { inquiry } = conversation
  const canConvert = may.includes('inquiry.convert') && inquiry && !inquiry.dealId
  return (
    <Section
      title={t('card.deals')}
      action={
        may.includes('deal.create') ? (
          <ActionIcon size="md" aria-label={t('card.newDeal')} title={t('card.newDeal')} onClick={open}>
            <IconPlus size={17} />
          </ActionIcon>
        ) : null
      }
    >
      {deals.map((deal) => (
        <DealLine key={deal.id} deal={deal} />
      ))}
      {deals.length === 0 ? (
        <Group justify="space-between">
          <Text className={classes.muted}>{t('card.noDeals')}</Text>
          {canConvert ? <ConvertButton inquiryId={inquiry.id} size="compact-sm" variant="light" /> : null}
        </Group>
      ) : null}
      <QuickDeal
        opened={adding}
        onClose={close}
        clientId={conversation.clientId}
        conversationId={conversation.id}
        companyId={null}
      />
    </Section>
  )
}

function DealLine({ deal }: { deal: DealCard }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <article className={classes.deal} aria-label={deal.title}>
      <Link to="/deals" search={{ deal: deal.id, pipeline: deal.pipeline }} className={classes.dealTitle}>
        {deal.title}
      </Link>
      <div className={classes.line}>
        <span className={classes.muted}>№ {deal.number}</span>
        <Text span fw={600} fz="sm" className="ot-num">
          {deal.amount.value > 0 ? format.money(deal.amount) : ''}
        </Text>
      </div>
      <StageSelect deal={deal} label={t('deal.stageOf', { title: deal.title })} />
    </article>
  )
}
