import { Button } from '@mantine/core'
import { IconClipboardList, IconSearchOff } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useZone } from '../format/use-format'
import { useMinute } from '../format/use-now'
import { Failure } from '../parts/failure'
import { MoreRows } from '../parts/more-rows'
import { Nothing } from '../parts/nothing'
import { Page } from '../parts/page'
import { TableWaiting } from '../parts/table-waiting'
import { useInquiries } from './inquiries'
import { InquiryDrawer } from './inquiry-drawer'
import type { InquiryFilter } from './inquiry-filter'
import { InquiryFilters } from './inquiry-filters'
import { InquiryTable } from './inquiry-table'

export function InquiriesPage() {
  const { t } = useTranslation()
  useMinute()
  const zone = useZone()
  const filter = useSearch({ from: '/inquiries' })
  const navigate = useNavigate()
  const change = (part: InquiryFilter, replace = true) =>
    void navigate({ to: '/inquiries', search: { ...filter, ...part }, replace })
  const reset = () => void navigate({ to: '/inquiries', search: {}, replace: true })
  const list = useInquiries(filter, zone)
  const { inquiry, ...rest } = filter
  const narrowed = Object.values(rest).some(Boolean)
  return (
    <Page
      title={t('inquiry.title')}
      lead={t('inquiry.lead')}
      filters={<InquiryFilters filter={filter} onChange={change} onReset={narrowed ? reset : null} />}
    >
      {list.error && list.rows.length === 0 ? (
        <Failure error={list.error} onRetry={() => void list.refetch()} />
      ) : list.isPending ? (
        <TableWaiting />
      ) : list.rows.length === 0 ? (
        <Nothing
          icon={narrowed ? IconSearchOff : IconClipboardList}
          title={narrowed ? t('inquiry.nothingFound') : t('inquiry.emptyTitle')}
          advice={narrowed ? t('inquiry.nothingFoundAdvice') : t('inquiry.emptyAdvice')}
        >
          {narrowed ? (
            <Button variant="default" onClick={reset}>
              {t('common.resetFilters')}
            </Button>
          ) : null}
        </Nothing>
      ) : (
        <InquiryTable rows={list.rows} onOpen={(id) => change({ inquiry: id }, false)} />
      )}
      <MoreRows list={list} />
      <InquiryDrawer inquiryId={inquiry} onClose={() => change({ inquiry: undefined })} />
    </Page>
  )
}
