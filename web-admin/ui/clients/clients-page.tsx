import { Button, SegmentedControl, Select } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus, IconSearchOff, IconUsers, IconUsersGroup } from '@tabler/icons-react'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMay } from '../api/session'
import { Failure } from '../parts/failure'
import { MoreRows } from '../parts/more-rows'
import { Nothing } from '../parts/nothing'
import { Page } from '../parts/page'
import { SearchField } from '../parts/search-field'
import { TableWaiting } from '../parts/table-waiting'
import { SegmentPicker } from '../segments/segment-picker'
import { type ClientFilter, clientBases, clientStates } from './client-filter'
import { ClientForm } from './client-form'
import { ClientTable } from './client-table'
import { useClients } from './clients'

export function ClientsPage() {
  const { t } = useTranslation()
  const filter = useSearch({ from: '/clients' })
  const navigate = useNavigate()
  const mayCreate = useMay('client.create')
  const [adding, { open, close }] = useDisclosure(false)
  const change = (part: ClientFilter) =>
    void navigate({ to: '/clients', search: { ...filter, ...part }, replace: true })
  const list = useClients(filter)
  const narrowed = Boolean(filter.q || filter.owner || filter.state || filter.base || filter.segment)
  return (
    <Page
      title={t('clients.title')}
      actions={
        <>
          <Button
            component={Link}
            to="/clients/duplicates"
            variant="default"
            leftSection={<IconUsersGroup size={17} />}
          >
            {t('duplicates.open')}
          </Button>
          {mayCreate ? (
            <Button leftSection={<IconPlus size={17} />} onClick={open}>
              {t('clients.new')}
            </Button>
          ) : null}
        </>
      }
      filters={
        <>
          <SearchField
            value={filter.q ?? ''}
            onChange={(q) => change({ q: q || undefined })}
            label={t('clients.searchLabel')}
            placeholder={t('clients.search')}
            width={300}
          />
          <SegmentedControl
            size="sm"
            aria-label={t('clients.field.owner')}
            value={filter.owner ?? 'all'}
            onChange={(value) => change({ owner: value === 'all' ? undefined : value })}
            data={(['all', 'me', 'none'] as const).map((value) => ({
              value,
              label: t(`clients.owner.${value}`),
            }))}
          />
          <Select
            w={180}
            clearable
            aria-label={t('clients.field.state')}
            placeholder={t('clients.anyState')}
            value={filter.state ?? null}
            data={clientStates.map((value) => ({ value, label: t(`clients.state.${value}`) }))}
            onChange={(value) => change({ state: clientStates.find((state) => state === value) })}
          />
          <Select
            w={170}
            clearable
            aria-label={t('segments.field.base')}
            placeholder={t('clients.anyBase')}
            value={filter.base ?? null}
            data={clientBases.map((value) => ({ value, label: t(`clients.base.${value}`) }))}
            onChange={(value) => change({ base: clientBases.find((base) => base === value) })}
          />
          <SegmentPicker value={filter.segment} onChange={(segment) => change({ segment })} />
        </>
      }
    >
      {list.error && list.rows.length === 0 ? (
        <Failure error={list.error} onRetry={() => void list.refetch()} />
      ) : list.isPending ? (
        <TableWaiting />
      ) : list.rows.length === 0 ? (
        <Nothing
          icon={narrowed ? IconSearchOff : IconUsers}
          title={narrowed ? t('clients.nothingFound') : t('clients.emptyTitle')}
          advice={narrowed ? t('clients.nothingFoundAdvice') : t('clients.emptyAdvice')}
        />
      ) : (
        <ClientTable rows={list.rows} />
      )}
      <MoreRows list={list} />
      <ClientForm
        opened={adding}
        onClose={close}
        client={null}
        onSaved={(client) => void navigate({ to: '/clients/$clientId', params: { clientId: client.id } })}
      />
    </Page>
  )
}
