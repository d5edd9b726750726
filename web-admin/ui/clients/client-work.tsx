import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ClientView } from '../../api/contract'
import { useDealsOfClient } from '../deals/deals'
import { StageSelect } from '../deals/stage-select'
import { useFormat } from '../format/use-format'
import classes from '../parts/card-page.module.css'
import { useActivitiesOf } from '../tasks/activities'
import { ActivityRow } from '../tasks/activity-row'

/** What goes on with the client now: deals and things to do. */
export function ClientWork({ client }: { client: ClientView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const deals = useDealsOfClient(client.id).data?.items ?? []
  const { rows } = useActivitiesOf({ clientId: client.id })
  return (
    <>
      {deals.length > 0 ? (
        <section aria-label={t('card.deals')}>
          <h2 className={classes.title}>{t('card.deals')}</h2>
          <div className={classes.deals}>
            {deals.map((deal) => (
              <article key={deal.id} className={classes.deal} aria-label={deal.title}>
                <Link to="/deals" search={{ deal: deal.id, pipeline: deal.pipeline }}>
                  {deal.title}
                </Link>
                <Text fz="sm" className="ot-num">
                  {deal.amount.value > 0 ? format.money(deal.amount) : `№ ${deal.number}`}
                </Text>
                <StageSelect deal={deal} label={t('deal.stageOf', { title: deal.title })} />
              </article>
            ))}
          </div>
        </section>
      ) : null}
      {rows.length > 0 ? (
        <section aria-label={t('card.activities')}>
          <h2 className={classes.title}>{t('card.activities')}</h2>
          {rows.map((row) => (
            <ActivityRow key={row.id} activity={row} compact />
          ))}
        </section>
      ) : null}
    </>
  )
}
