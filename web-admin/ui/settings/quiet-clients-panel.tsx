import { Button, NumberInput, SimpleGrid, Skeleton, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { QuietView } from '../../api/contract'
import { useMay } from '../api/session'
import { Failure } from '../parts/failure'
import { toastDone, toastError } from '../parts/toast'
import { Panel } from './panel'
import { settingCommands, useQuietClients } from './settings'

/** After how long a silence somebody is asked to call, and when a client is a former one. */
export function QuietClientsPanel() {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuietClients()
  return (
    <Panel title={t('quietClients.title')} lead={t('quietClients.lead')}>
      {data ? (
        <Form key={data.version} settings={data} />
      ) : error ? (
        <Failure error={error} onRetry={() => void refetch()} compact />
      ) : (
        <Skeleton h={120} />
      )}
    </Panel>
  )
}

const daysOf = (value: number | string) => (typeof value === 'number' ? value : null)

function Form({ settings }: { settings: QuietView }) {
  const { t } = useTranslation()
  const may = useMay('settings.update')
  const [busy, setBusy] = useState(false)
  const form = useForm({
    initialValues: {
      potential: (settings.remind.potential ?? '') as number | string,
      active: (settings.remind.active ?? '') as number | string,
      formerAfter: (settings.formerAfter ?? '') as number | string,
    },
  })
  const submit = form.onSubmit(async ({ potential, active, formerAfter }) => {
    setBusy(true)
    try {
      await settingCommands.saveQuietClients({
        remind: { potential: daysOf(potential), active: daysOf(active) },
        formerAfter: daysOf(formerAfter),
        expectedVersion: settings.version,
      })
      form.resetDirty()
      toastDone(t('common.saved'))
    } catch (error) {
      toastError(error)
    } finally {
      setBusy(false)
    }
  })
  const field = {
    placeholder: t('quietClients.never'),
    min: 7,
    max: 3650,
    clampBehavior: 'blur',
    allowDecimal: false,
    hideControls: true,
    disabled: !may,
  } as const
  return (
    <form onSubmit={submit} aria-label={t('quietClients.title')}>
      <Stack>
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <NumberInput label={t('quietClients.potential')} {...field} {...form.getInputProps('potential')} />
          <NumberInput label={t('quietClients.active')} {...field} {...form.getInputProps('active')} />
        </SimpleGrid>
        <NumberInput
          label={t('quietClients.former')}
          description={t('quietClients.formerHint')}
          {...field}
          {...form.getInputProps('formerAfter')}
        />
        {may ? (
          <Button type="submit" loading={busy} disabled={!form.isDirty()} w="fit-content">
            {t('common.save')}
          </Button>
        ) : null}
      </Stack>
    </form>
  )
}
