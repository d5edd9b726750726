import { Button, Select } from '@mantine/core'
import { DatePickerInput } from '@mantine/dates'
import { IconHistoryOff, IconX } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { AuditView } from '../../../api/contract'
import { keys } from '../../api/keys'
import { usePages } from '../../api/pages'
import { useStaff } from '../../api/reference'
import { useZone } from '../../format/use-format'
import { instantOf, shiftDay } from '../../format/zone'
import { ru } from '../../locales/ru'
import { Failure } from '../../parts/failure'
import { MoreRows } from '../../parts/more-rows'
import { Nothing } from '../../parts/nothing'
import { Page } from '../../parts/page'
import { TableWaiting } from '../../parts/table-waiting'
import type { AuditFilter } from './audit-filter'
import { AuditTable } from './audit-table'

type Kind = keyof typeof ru.audit.kinds
type Machine = keyof typeof ru.audit.machines

const kinds = Object.keys(ru.audit.kinds) as Kind[]
const machines = ['system', 'routing', 'autoresponder', 'script'] as const satisfies readonly Machine[]

/** Everything anybody did, newest first. */
export function AuditPage() {
  const { t } = useTranslation()
  const filter = useSearch({ from: '/settings/audit' })
  const navigate = useNavigate()
  const zone = useZone()
  const staff = useStaff()
  const change = (part: AuditFilter) =>
    void navigate({ to: '/settings/audit', search: { ...filter, ...part }, replace: true })
  const query = {
    by: filter.by,
    kind: filter.kind,
    entityId: filter.entityId,
    from: filter.from && instantOf(filter.from, zone).toISOString(),
    to: filter.to && instantOf(shiftDay(filter.to, 1), zone).toISOString(),
  }
  const list = usePages<AuditView>(keys.audit(query), '/audit', query)
  const filtered = Object.values(filter).some((value) => value !== undefined)
  return (
    <Page
      title={t('audit.title')}
      back="/settings"
      lead={t('audit.lead')}
      filters={
        <>
          <Select
            w={210}
            clearable
            searchable
            aria-label={t('audit.who')}
            placeholder={t('audit.anyone')}
            value={filter.by ?? null}
            data={[
              ...staff.map(({ id, name }) => ({ value: id, label: name })),
              ...machines.map((value) => ({ value, label: t(`audit.machines.${value}`) })),
            ]}
            onChange={(by) => change({ by: by ?? undefined })}
          />
          <Select
            w={170}
            clearable
            aria-label={t('audit.what')}
            placeholder={t('audit.anything')}
            value={filter.kind ?? null}
            data={kinds.map((value) => ({ value, label: t(`audit.kinds.${value}`) }))}
            onChange={(kind) => change({ kind: kind ?? undefined, entityId: undefined })}
          />
          <DatePickerInput
            type="range"
            w={225}
            clearable
            allowSingleDateInRange
            aria-label={t('audit.when')}
            placeholder={t('audit.anyTime')}
            valueFormat="D MMM YYYY"
            value={[filter.from ?? null, filter.to ?? null]}
            onChange={([from, to]) => change({ from: from ?? undefined, to: to ?? undefined })}
          />
          {filtered ? (
            <Button
              variant="subtle"
              color="gray"
              leftSection={<IconX size={15} />}
              onClick={() => void navigate({ to: '/settings/audit', search: {}, replace: true })}
            >
              {t('common.resetFilters')}
            </Button>
          ) : null}
        </>
      }
    >
      {list.error && list.rows.length === 0 ? (
        <Failure error={list.error} onRetry={() => void list.refetch()} />
      ) : list.isPending ? (
        <TableWaiting />
      ) : list.rows.length === 0 ? (
        <Nothing icon={IconHistoryOff} title={t('audit.emptyTitle')} advice={t('audit.emptyAdvice')} />
      ) : (
        <AuditTable rows={list.rows} onKind={(kind, entityId) => change({ kind, entityId })} />
      )}
      <MoreRows list={list} />
    </Page>
  )
}
