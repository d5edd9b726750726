import { useTranslation } from 'react-i18next'
import { useSession } from '../api/session'
import { AnswerList } from '../parts/answer-list'
import { Panel } from './panel'

export function CompanyPanel() {
  const { t } = useTranslation()
  const { company } = useSession()
  return (
    <Panel title={t('settings.company')}>
      <AnswerList
        answers={[
          { label: t('common.company'), text: company.name },
          { label: t('settings.zone'), text: company.zone },
        ]}
      />
    </Panel>
  )
}
