import { Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Failure } from '../../parts/failure'
import { Page } from '../../parts/page'
import { useProfile } from '../team/team'
import { BreakPanel } from './break-panel'
import { HoursPanel } from './hours-panel'
import { PublicPanel } from './public-panel'

/** What clients see of me and when I am there. */
export function ProfilePage() {
  const { t } = useTranslation()
  const { data, error, refetch } = useProfile()
  return (
    <Page title={t('profile.title')} back="/settings" lead={t('profile.lead')} narrow>
      {data ? (
        <>
          <BreakPanel me={data} />
          <PublicPanel key={`public ${data.version}`} me={data} />
          <HoursPanel key={`hours ${data.version}`} me={data} />
        </>
      ) : error ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton h={400} />
      )}
    </Page>
  )
}
