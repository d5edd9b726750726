import { Button, SegmentedControl, Select } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconBuilding, IconPlus, IconSearchOff } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useStaff } from '../api/reference'
import { useMay } from '../api/session'
import { Failure } from '../parts/failure'
import { MoreRows } from '../parts/more-rows'
import { Nothing } from '../parts/nothing'
import { Page } from '../parts/page'
import { SearchField } from '../parts/search-field'
import { TableWaiting } from '../parts/table-waiting'
import { useCompanies } from './companies'
import type { CompanyFilter } from './company-filter'
import { CompanyForm } from './company-form'
import { CompanyTable } from './company-table'

const whose = ['all', 'me', 'none'] as const

export function CompaniesPage() {
  const { t } = useTranslation()
  const filter = useSearch({ from: '/companies' })
  const navigate = useNavigate()
  const mayCreate = useMay('company.create')
  const staff = useStaff().filter((each) => each.active || each.id === filter.owner)
  const [adding, { open, close }] = useDisclosure(false)
  const change = (part: CompanyFilter) =>
    void navigate({ to: '/companies', search: { ...filter, ...part }, replace: true })
  const list = useCompanies(filter)
  const narrowed = Boolean(filter.q || filter.owner)
  const owner = filter.owner ?? 'all'
  const isPerson = !whose.some((value) => value === owner)
  return (
    <Page
      title={t('companies.title')}
      actions={
        mayCreate ? (
          <Button leftSection={<IconPlus size={17} />} onClick={open}>
            {t('companies.new')}
          </Button>
        ) : null
      }
      filters={
        <>
          <SearchField
            value={filter.q ?? ''}
            onChange={(q) => change({ q: q || undefined })}
            label={t('companies.searchLabel')}
            placeholder={t('companies.search')}
            width={300}
          />
          <SegmentedControl
            size="sm"
            aria-label={t('companies.field.owner')}
            value={isPerson ? '' : owner}
            onChange={(value) => change({ owner: value === 'all' ? undefined : value })}
            data={whose.map((value) => ({ value, label: t(`companies.owner.${value}`) }))}
          />
          <Select
            w={200}
            clearable
            searchable
            aria-label={t('companies.field.owner')}
            placeholder={t('companies.field.owner')}
            value={isPerson ? owner : null}
            data={staff.map((each) => ({ value: each.id, label: each.name }))}
            onChange={(value) => change({ owner: value ?? undefined })}
          />
        </>
      }
    >
      {list.error && list.rows.length === 0 ? (
        <Failure error={list.error} onRetry={() => void list.refetch()} />
      ) : list.isPending ? (
        <TableWaiting />
      ) : list.rows.length === 0 ? (
        <Nothing
          icon={narrowed ? IconSearchOff : IconBuilding}
          title={narrowed ? t('companies.nothingFound') : t('companies.emptyTitle')}
          advice={narrowed ? t('companies.nothingFoundAdvice') : t('companies.emptyAdvice')}
        />
      ) : (
        <CompanyTable rows={list.rows} />
      )}
      <MoreRows list={list} />
      <CompanyForm
        opened={adding}
        onClose={close}
        company={null}
        onSaved={(company) =>
          void navigate({ to: '/companies/$companyId', params: { companyId: company.id } })
        }
      />
    </Page>
  )
}
