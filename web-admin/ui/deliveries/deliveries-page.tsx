import { Select, Tabs } from '@mantine/core'
import { IconChecks, IconSend } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCounters } from '../api/reference'
import { useMay } from '../api/session'
import { CountBadge } from '../parts/count-badge'
import { Failure } from '../parts/failure'
import { MoreRows } from '../parts/more-rows'
import { Nothing } from '../parts/nothing'
import { Page } from '../parts/page'
import { TableWaiting } from '../parts/table-waiting'
import { useDeliveries } from './deliveries'
import { type DeliveryFilter, deliveryStates } from './delivery-filter'
import { DeliveryTable } from './delivery-table'
import { ParkedEvents } from './parked-events'

export function DeliveriesPage() {
  const { t } = useTranslation()
  const filter = useSearch({ from: '/deliveries' })
  const navigate = useNavigate()
  const counters = useCounters()
  const mayRepair = useMay('delivery.repair')
  const change = (part: DeliveryFilter) =>
    void navigate({ to: '/deliveries', search: { ...filter, ...part }, replace: true })
  // Decided once: the page does not change under the hand when the last one is settled.
  const [first, setFirst] = useState<'ledger' | 'parked' | null>(null)
  if (first === null && counters)
    setFirst(mayRepair && !counters.deliveries && counters.parkedEvents ? 'parked' : 'ledger')
  const opened = filter.tab ?? (filter.state === undefined ? first : null) ?? 'ledger'
  return (
    <Page title={t('deliveries.title')} lead={t('deliveries.lead')}>
      <Tabs
        value={opened}
        onChange={(tab) => change({ tab: tab === 'parked' ? 'parked' : 'ledger' })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="ledger" rightSection={<CountBadge count={counters?.deliveries ?? 0} alarm />}>
            {t('deliveries.tabs.ledger')}
          </Tabs.Tab>
          {mayRepair ? (
            <Tabs.Tab value="parked" rightSection={<CountBadge count={counters?.parkedEvents ?? 0} alarm />}>
              {t('deliveries.tabs.parked')}
            </Tabs.Tab>
          ) : null}
        </Tabs.List>
        <Tabs.Panel value="ledger">
          <Ledger filter={filter} onChange={change} />
        </Tabs.Panel>
        <Tabs.Panel value="parked">
          <ParkedEvents />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}

function Ledger({ filter, onChange }: { filter: DeliveryFilter; onChange: (part: DeliveryFilter) => void }) {
  const { t } = useTranslation()
  const list = useDeliveries(filter)
  const trouble = filter.state === undefined
  return (
    <>
      <search style={{ display: 'flex', flexWrap: 'wrap', gap: 8, marginBottom: 14 }}>
        <Select
          w={220}
          allowDeselect={false}
          aria-label={t('deliveries.state')}
          value={filter.state ?? 'trouble'}
          data={[
            { value: 'trouble', label: t('deliveries.trouble') },
            { value: 'all', label: t('deliveries.all') },
            ...deliveryStates.map((value) => ({ value, label: t(`delivery.state.${value}`) })),
          ]}
          onChange={(value) =>
            onChange({ state: value === 'all' ? 'all' : deliveryStates.find((each) => each === value) })
          }
        />
      </search>
      {list.error && list.rows.length === 0 ? (
        <Failure error={list.error} onRetry={() => void list.refetch()} />
      ) : list.isPending ? (
        <TableWaiting />
      ) : list.rows.length === 0 ? (
        <Nothing
          icon={trouble ? IconChecks : IconSend}
          title={trouble ? t('deliveries.okTitle') : t('deliveries.emptyTitle')}
          advice={trouble ? t('deliveries.okAdvice') : t('deliveries.emptyAdvice')}
        />
      ) : (
        <DeliveryTable rows={list.rows} />
      )}
      <MoreRows list={list} />
    </>
  )
}
