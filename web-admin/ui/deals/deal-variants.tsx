import {
  ActionIcon,
  Badge,
  Button,
  Group,
  Menu,
  Modal,
  NumberInput,
  Stack,
  Text,
  TextInput,
} from '@mantine/core'
import { IconDots, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DealUpdateBody, DealView, VariantView } from '../../api/contract'
import { useMay } from '../api/session'
import { useFormat } from '../format/use-format'
import { toastDone, toastError } from '../parts/toast'
import classes from './deal-drawer.module.css'
import { type ItemValues, itemsSum, itemsToSend } from './deal-values'
import { dealCommands } from './deals'
import { ItemsEditor } from './items-editor'

/** All variants of the proposal; the one the client chose gives the deal its items and sum. */
export function DealVariants({ deal }: { deal: DealView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const may = useMay('deal.update')
  const [edited, setEdited] = useState<VariantView | null>(null)
  const save = async (body: DealUpdateBody) => {
    try {
      await dealCommands.update(deal.id, { ...body, expectedVersion: deal.version })
      toastDone(t('common.saved'))
      return true
    } catch (error) {
      toastError(error)
      return false
    }
  }
  const without = (key: string) => deal.variants.filter((each) => each.key !== key)
  const number = deal.variants.length + 1
  return (
    <section aria-label={t('deal.variants')}>
      <h3 className={classes.title}>{t('deal.variants')}</h3>
      {deal.variants.map((variant) => (
        <Group key={variant.key} justify="space-between" wrap="nowrap" mb={6}>
          <div style={{ minWidth: 0 }}>
            <Text fz="sm" fw={500} truncate>
              {variant.name}{' '}
              {deal.chosenVariant === variant.key ? <Badge color="pine">{t('deal.chosen')}</Badge> : null}
            </Text>
            <Text fz="xs" c="dimmed">
              {format.money({ value: variant.amount, currency: deal.amount.currency })}
              {variant.items.length > 0 ? ` · ${variant.items.map((item) => item.name).join(', ')}` : ''}
            </Text>
          </div>
          {may ? (
            <Menu position="bottom-end">
              <Menu.Target>
                <ActionIcon aria-label={`${t('common.actions')}: ${variant.name}`}>
                  <IconDots size={16} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                {deal.chosenVariant === variant.key ? null : (
                  <Menu.Item onClick={() => void save({ chosenVariant: variant.key })}>
                    {t('deal.chooseVariant')}
                  </Menu.Item>
                )}
                <Menu.Item onClick={() => setEdited(variant)}>{t('deal.editVariant')}</Menu.Item>
                <Menu.Item
                  color="ember"
                  onClick={() => void save({ variants: toSend(without(variant.key)) })}
                >
                  {t('deal.removeVariant')}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          ) : null}
        </Group>
      ))}
      {may ? (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={15} />}
          onClick={() =>
            setEdited({
              key: `v${Date.now().toString(36)}`,
              name: t('deal.variantName', { number }),
              items: deal.items,
              amount: deal.amount.value,
              notes: '',
            })
          }
        >
          {t('deal.addVariant')}
        </Button>
      ) : null}
      <Modal opened={edited !== null} onClose={() => setEdited(null)} title={t('deal.variant')} size="lg">
        {edited ? (
          <VariantForm
            deal={deal}
            variant={edited}
            onSave={async (variant) => {
              const rest = deal.variants.some((each) => each.key === variant.key)
                ? deal.variants.map((each) => (each.key === variant.key ? variant : each))
                : [...deal.variants, variant]
              if (await save({ variants: toSend(rest) })) setEdited(null)
            }}
          />
        ) : null}
      </Modal>
    </section>
  )
}

function VariantForm({
  deal,
  variant,
  onSave,
}: {
  deal: DealView
  variant: VariantView
  onSave: (variant: VariantView) => Promise<void>
}) {
  const { t } = useTranslation()
  const [name, setName] = useState(variant.name)
  const [amount, setAmount] = useState<number | string>(variant.amount)
  const [busy, setBusy] = useState(false)
  const [items, setItems] = useState<ItemValues[]>(
    variant.items.map(({ name, quantity, unit, price }) => ({
      name,
      quantity,
      unit: unit ?? '',
      price: price ?? '',
    })),
  )
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        setBusy(true)
        const lines = itemsToSend(items).map((item) => ({
          name: item.name,
          quantity: item.quantity,
          unit: item.unit ?? null,
          price: item.price ?? null,
        }))
        void onSave({ ...variant, name: name.trim(), items: lines, amount: Number(amount) || 0 }).finally(
          () => setBusy(false),
        )
      }}
    >
      <Stack>
        <TextInput
          label={t('deal.variantTitle')}
          value={name}
          maxLength={200}
          required
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <ItemsEditor
          items={items}
          currency={deal.amount.currency}
          onChange={(next) => {
            // A sum that follows from the items goes on following from them.
            if (Number(amount) === itemsSum(items)) setAmount(itemsSum(next))
            setItems(next)
          }}
          onSum={setAmount}
        />
        <NumberInput
          label={t('deal.amount')}
          min={0}
          max={1e12}
          decimalScale={2}
          hideControls
          value={amount}
          onChange={setAmount}
        />
        <Button type="submit" loading={busy} disabled={!name.trim()}>
          {t('common.save')}
        </Button>
      </Stack>
    </form>
  )
}

function toSend(variants: readonly VariantView[]): NonNullable<DealUpdateBody['variants']> {
  return variants.map(({ items, ...variant }) => ({
    ...variant,
    items: items.map(({ unit, price, ...item }) => ({
      ...item,
      ...(unit === null ? {} : { unit }),
      ...(price === null ? {} : { price }),
    })),
  }))
}
