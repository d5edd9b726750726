import { Button, NumberInput, SimpleGrid, Skeleton, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RetentionView } from '../../api/contract'
import { api } from '../api/client'
import { keys } from '../api/keys'
import { queryClient } from '../api/query-client'
import { useMay } from '../api/session'
import { Failure } from '../parts/failure'
import { toastDone, toastError } from '../parts/toast'
import { Panel } from './panel'

const kinds = ['image', 'video', 'audio', 'document'] as const

/** How long files are kept. */
export function FilesPanel() {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuery({
    queryKey: keys.fileRetention,
    queryFn: ({ signal }) => api.get<RetentionView>('/settings/files', {}, signal),
  })
  return (
    <Panel title={t('files.title')} lead={t('files.lead')}>
      {data ? (
        <Form settings={data} />
      ) : error ? (
        <Failure error={error} onRetry={() => void refetch()} compact />
      ) : (
        <Skeleton h={160} />
      )}
    </Panel>
  )
}

function Form({ settings }: { settings: RetentionView }) {
  const { t } = useTranslation()
  const may = useMay('settings.update')
  const [busy, setBusy] = useState(false)
  const form = useForm({
    initialValues: {
      ...(Object.fromEntries(kinds.map((kind) => [kind, settings.keep[kind] ?? ''])) as Record<
        (typeof kinds)[number],
        number | string
      >),
      unsent: settings.unsent as number | string,
    },
  })
  const submit = form.onSubmit(async ({ unsent, ...keep }) => {
    setBusy(true)
    try {
      const days = (value: number | string) => (typeof value === 'number' ? value : null)
      const saved = await api.put<RetentionView>('/settings/files', {
        keep: Object.fromEntries(kinds.map((kind) => [kind, days(keep[kind])])),
        unsent: days(unsent) ?? settings.unsent,
      })
      queryClient.setQueryData(keys.fileRetention, saved)
      form.resetDirty()
      toastDone(t('common.saved'))
    } catch (error) {
      toastError(error)
    } finally {
      setBusy(false)
    }
  })
  const field = { min: 1, max: 36_500, allowDecimal: false, hideControls: true, disabled: !may } as const
  return (
    <form onSubmit={submit} aria-label={t('files.title')}>
      <Stack>
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          {kinds.map((kind) => (
            <NumberInput
              key={kind}
              label={t(`files.kinds.${kind}`)}
              placeholder={t('files.forGood')}
              {...field}
              {...form.getInputProps(kind)}
            />
          ))}
        </SimpleGrid>
        <NumberInput label={t('files.unsent')} {...field} max={365} {...form.getInputProps('unsent')} />
        {may ? (
          <Button type="submit" loading={busy} disabled={!form.isDirty()} w="fit-content">
            {t('common.save')}
          </Button>
        ) : null}
      </Stack>
    </form>
  )
}
