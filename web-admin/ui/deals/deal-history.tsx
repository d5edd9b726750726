import { useTranslation } from 'react-i18next'
import type { DealView } from '../../api/contract'
import { doerName } from '../format/doer-name'
import { useFormat } from '../format/use-format'
import classes from './deal-drawer.module.css'
import { useMoveNames } from './pipeline-names'

export function DealHistory({ deal }: { deal: DealView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const moveNames = useMoveNames()
  const moves = [...deal.history].reverse()
  return (
    <section aria-label={t('deal.history')}>
      <h3 className={classes.title}>{t('deal.history')}</h3>
      <ol className={classes.history}>
        {moves.map((move) => (
          <li key={`${move.at}-${move.to}`}>
            {move.from ? t('deal.movedFromTo', moveNames({ ...move, from: move.from })) : t('deal.created')}
            {move.reason ? `: ${move.reason}` : ''}
            <small>
              {doerName(move.by.name, t)}, {format.moment(move.at)}
            </small>
          </li>
        ))}
      </ol>
    </section>
  )
}
