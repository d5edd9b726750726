import { Button, Modal, NumberInput, Select, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePipelines } from '../api/reference'
import { useSession } from '../api/session'
import { toastDone, toastError } from '../parts/toast'
import { dealCommands } from './deals'
import { nameOf, usePipeline } from './pipeline-names'
import { useCurrencySign } from './use-currency-sign'

interface QuickDealProps {
  opened: boolean
  onClose: () => void
  clientId: string | null
  companyId: string | null
  conversationId: string | null
  pipeline?: string
}

export function QuickDeal(props: QuickDealProps) {
  const { t } = useTranslation()
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={t('quickDeal.title')}>
      <Form {...props} />
    </Modal>
  )
}

function Form({ onClose, clientId, companyId, conversationId, pipeline }: QuickDealProps) {
  const { t } = useTranslation()
  const { company } = useSession()
  const pipelines = usePipelines()
  const first = usePipeline(pipeline)
  const sign = useCurrencySign(company.currency)
  const [busy, setBusy] = useState(false)
  const form = useForm({
    initialValues: { title: '', amount: '' as number | string, pipeline: first?.key ?? '' },
    validate: { title: (value) => (value.trim() ? null : t('common.required')) },
  })
  const submit = form.onSubmit(async ({ title, amount, pipeline: chosen }) => {
    setBusy(true)
    try {
      const deal = await dealCommands.create({
        title: title.trim(),
        ...(typeof amount === 'number' ? { amount: { value: amount, currency: company.currency } } : {}),
        ...(chosen ? { pipeline: chosen } : {}),
        ...(clientId ? { clientId } : {}),
        ...(companyId ? { companyId } : {}),
        ...(conversationId ? { conversationId } : {}),
      })
      toastDone(t('quickDeal.created', { number: deal.number }))
      onClose()
    } catch (error) {
      toastError(error)
      setBusy(false)
    }
  })
  return (
    <form onSubmit={submit} aria-label={t('quickDeal.title')}>
      <Stack>
        <TextInput
          label={t('quickDeal.name')}
          placeholder={t('quickDeal.namePlaceholder')}
          maxLength={300}
          data-autofocus
          {...form.getInputProps('title')}
        />
        <NumberInput
          label={t('quickDeal.amount')}
          min={0}
          max={1e12}
          decimalScale={2}
          suffix={` ${sign}`}
          hideControls
          {...form.getInputProps('amount')}
        />
        {pipelines.length > 1 ? (
          <Select
            label={t('quickDeal.pipeline')}
            allowDeselect={false}
            data={pipelines.map((each) => ({ value: each.key, label: nameOf(each) }))}
            {...form.getInputProps('pipeline')}
          />
        ) : null}
        <Button type="submit" loading={busy}>
          {t('quickDeal.create')}
        </Button>
      </Stack>
    </form>
  )
}
