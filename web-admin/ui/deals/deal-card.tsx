import type { DraggableAttributes } from '@dnd-kit/core'
import { IconCalendarDue, IconFlame, IconMessageCircle } from '@tabler/icons-react'
import type { Ref } from 'react'
import { useTranslation } from 'react-i18next'
import type { DealCard } from '../../api/contract'
import { useFormat } from '../format/use-format'
import { PersonAvatar } from '../parts/person-avatar'
import classes from './deal-card.module.css'

interface DealCardViewProps {
  deal: DealCard
  onOpen?: () => void
  /** What makes the title the handle by which the keyboard carries the card. */
  handle?: Omit<DraggableAttributes, 'role' | 'aria-roledescription'> & { ref: Ref<HTMLButtonElement> }
  lifted?: boolean
}

export function DealCardView({ deal, onOpen, handle, lifted = false }: DealCardViewProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const late = deal.dueAt !== null && new Date(deal.dueAt) < new Date()
  const who = deal.company?.name ?? deal.client?.name
  return (
    <article className={classes.card} data-lifted={lifted || undefined}>
      <button type="button" className={classes.title} onClick={onOpen} {...handle}>
        {deal.priority === 'high' ? (
          <span title={t('deal.priorities.high')} className={classes.high}>
            <IconFlame size={15} aria-hidden="true" />
            <span className="ot-said">{t('deal.priorities.high')}: </span>
          </span>
        ) : null}
        {deal.title}
      </button>
      <span className={classes.who}>{who ?? t('deal.noClient')}</span>
      <span className={classes.foot}>
        <span className={classes.sum}>
          {deal.amount.value > 0 ? format.money(deal.amount) : `№ ${deal.number}`}
        </span>
        {deal.dueAt ? (
          <span
            className={classes.due}
            data-late={late || undefined}
            title={late ? t('deal.overdue') : t('deal.due')}
          >
            <IconCalendarDue size={14} aria-hidden="true" />
            {format.briefDay(deal.dueAt)}
          </span>
        ) : null}
        <span className={classes.end}>
          {deal.conversationId ? (
            <IconMessageCircle size={15} aria-hidden="true" className={classes.muted} />
          ) : null}
          {deal.owner ? (
            <span title={deal.owner.name}>
              <PersonAvatar name={deal.owner.name} size={24} />
              <span className="ot-said">{deal.owner.name}</span>
            </span>
          ) : null}
        </span>
      </span>
    </article>
  )
}
