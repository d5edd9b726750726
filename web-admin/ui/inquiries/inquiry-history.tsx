import { useTranslation } from 'react-i18next'
import type { InquiryView } from '../../api/contract'
import deal from '../deals/deal-drawer.module.css'
import { doerName, whyText } from '../format/doer-name'
import { useFormat } from '../format/use-format'
import { inquiryStatusName } from './status-name'

export function InquiryHistory({ inquiry }: { inquiry: InquiryView }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <section aria-label={t('inquiry.history')}>
      <h3 className={deal.title}>{t('inquiry.history')}</h3>
      <ol className={deal.history}>
        {[...inquiry.history].reverse().map((move) => (
          <li key={`${move.at}-${move.event}`}>
            {move.event === 'attach' ? t('inquiry.attachedShort') : inquiryStatusName(move.to, t)}
            {move.why ? `: ${whyText(move.why, t)}` : ''}
            <small>
              {doerName(move.by.name, t)}, {format.moment(move.at)}
            </small>
          </li>
        ))}
      </ol>
    </section>
  )
}
