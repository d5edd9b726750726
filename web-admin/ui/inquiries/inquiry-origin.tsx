import { useTranslation } from 'react-i18next'
import type { InquiryView } from '../../api/contract'
import deal from '../deals/deal-drawer.module.css'
import { AnswerList } from '../parts/answer-list'
import { sourceName } from './source-name'

/** Where the person came from: page, referrer, link mark, UTM. */
export function InquiryOrigin({ inquiry }: { inquiry: InquiryView }) {
  const { t } = useTranslation()
  const { origin } = inquiry
  const facts = [
    { label: t('common.source'), text: inquiry.source ? sourceName(inquiry.source, t) : '' },
    { label: t('inquiry.page'), text: origin?.pageUrl ?? '' },
    { label: t('inquiry.referrer'), text: origin?.referrer ?? '' },
    { label: t('inquiry.payload'), text: origin?.startPayload ?? '' },
    ...Object.entries(origin?.utm ?? {}).map(([label, text]) => ({ label, text })),
  ].filter((fact) => fact.text !== '')
  if (facts.length === 0) return null
  return (
    <section aria-label={t('inquiry.origin')}>
      <h3 className={deal.title}>{t('inquiry.origin')}</h3>
      <AnswerList answers={facts} />
    </section>
  )
}
