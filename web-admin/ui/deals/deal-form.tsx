import { Button, Grid, NumberInput, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DealView } from '../../api/contract'
import { ApiError } from '../api/api-error'
import { keys } from '../api/keys'
import { queryClient } from '../api/query-client'
import { useStaff } from '../api/reference'
import { useMay } from '../api/session'
import { useZone } from '../format/use-format'
import { OutdatedNotice } from '../parts/outdated-notice'
import { toastDone, toastError } from '../parts/toast'
import { useRebased } from '../parts/use-rebased'
import { dealChanges, dealValues, priorities } from './deal-values'
import { dealCommands } from './deals'
import { ItemsEditor } from './items-editor'
import { useCurrencySign } from './use-currency-sign'

const roleOf = { accountId: 'account', assistantId: 'assistant' } as const

/** Fields of a deal; only what was changed is sent, with the version it was changed from. */
export function DealForm({ deal }: { deal: DealView }) {
  const { t } = useTranslation()
  const zone = useZone()
  const may = useMay('deal.update')
  const staff = useStaff().filter((each) => each.active || each.id === deal.owner?.id)
  const sign = useCurrencySign(deal.amount.currency)
  const [busy, setBusy] = useState(false)
  const [outdated, setOutdated] = useState<unknown>(null)
  const form = useForm({
    initialValues: dealValues(deal, zone),
    validate: { title: (value) => (value.trim() ? null : t('common.required')) },
  })
  useRebased(form, dealValues(deal, zone))
  const submit = form.onSubmit(async (values) => {
    const changes = dealChanges(deal, values, zone)
    if (Object.keys(changes).length === 0) return
    setBusy(true)
    try {
      await dealCommands.update(deal.id, { ...changes, expectedVersion: deal.version })
      setOutdated(null)
      toastDone(t('common.saved'))
    } catch (error) {
      if (error instanceof ApiError && error.code === 'changed-by-other') {
        await queryClient.invalidateQueries({ queryKey: keys.deal(deal.id) })
        setOutdated(error)
      } else toastError(error)
    } finally {
      setBusy(false)
    }
  })
  return (
    <form onSubmit={submit} aria-label={t('deal.number', { number: deal.number })}>
      <fieldset disabled={!may} style={{ border: 0, margin: 0, padding: 0 }}>
        <Stack>
          <OutdatedNotice error={outdated} />
          <TextInput label={t('deal.title')} maxLength={300} {...form.getInputProps('title')} />
          <Grid gap="md">
            <Grid.Col span={6}>
              <NumberInput
                label={t('deal.amount')}
                min={0}
                max={1e12}
                decimalScale={2}
                suffix={` ${sign}`}
                hideControls
                {...form.getInputProps('amount')}
              />
            </Grid.Col>
            <Grid.Col span={6}>
              <DateInput
                label={t('deal.due')}
                valueFormat="D MMMM YYYY"
                clearable
                {...form.getInputProps('due')}
              />
            </Grid.Col>
            <Grid.Col span={6}>
              <Select
                label={t('deal.owner')}
                clearable
                placeholder={t('common.notAssigned')}
                data={staff.map((each) => ({ value: each.id, label: each.name }))}
                {...form.getInputProps('ownerId')}
              />
            </Grid.Col>
            <Grid.Col span={6}>
              <Select
                label={t('deal.priority')}
                allowDeselect={false}
                data={priorities.map((value) => ({ value, label: t(`deal.priorities.${value}`) }))}
                {...form.getInputProps('priority')}
              />
            </Grid.Col>
            {(['accountId', 'assistantId'] as const).map((field) => (
              <Grid.Col key={field} span={6}>
                <Select
                  label={t(`roles.${roleOf[field]}`)}
                  clearable
                  placeholder={t('common.notAssigned')}
                  data={staff
                    .filter((each) => each.role === roleOf[field] || each.id === form.values[field])
                    .map((each) => ({ value: each.id, label: each.name }))}
                  {...form.getInputProps(field)}
                />
              </Grid.Col>
            ))}
          </Grid>
          <ItemsEditor
            items={form.values.items}
            currency={deal.amount.currency}
            onChange={(items) => form.setFieldValue('items', items)}
            onSum={(sum) => form.setFieldValue('amount', sum)}
          />
          <Textarea
            label={t('deal.notes')}
            autosize
            minRows={2}
            maxRows={12}
            maxLength={10_000}
            {...form.getInputProps('notes')}
          />
          {may ? (
            <Button type="submit" loading={busy} disabled={!form.isDirty()}>
              {t('common.save')}
            </Button>
          ) : null}
        </Stack>
      </fieldset>
    </form>
  )
}
