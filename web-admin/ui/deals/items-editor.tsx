import { ActionIcon, Button, Group, NumberInput, Text, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Money } from '../../api/contract'
import { useFormat } from '../format/use-format'
import classes from './deal-drawer.module.css'
import { type ItemValues, itemsSum } from './deal-values'

interface ItemsEditorProps {
  items: ItemValues[]
  currency: Money['currency']
  onChange: (items: ItemValues[]) => void
  onSum: (sum: number) => void
}

/** What is sold: name, how many, at what price; their sum can become the deal's. */
export function ItemsEditor({ items, currency, onChange, onSum }: ItemsEditorProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const sum = itemsSum(items)
  const set = (index: number, part: Partial<ItemValues>) =>
    onChange(items.map((item, at) => (at === index ? { ...item, ...part } : item)))
  return (
    <section aria-label={t('deal.items')}>
      <Text fz="sm" fw={500} mb={4}>
        {t('deal.items')}
      </Text>
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity of their own.
        <div key={index} className={classes.item}>
          <TextInput
            size="xs"
            aria-label={t('deal.item')}
            placeholder={t('deal.item')}
            value={item.name}
            maxLength={300}
            onChange={(event) => set(index, { name: event.currentTarget.value })}
          />
          <NumberInput
            size="xs"
            aria-label={t('deal.quantity')}
            placeholder={t('deal.quantity')}
            min={0}
            hideControls
            value={item.quantity}
            suffix={item.unit ? ` ${item.unit}` : ''}
            onChange={(quantity) => set(index, { quantity })}
          />
          <NumberInput
            size="xs"
            aria-label={t('deal.price')}
            placeholder={t('deal.price')}
            min={0}
            decimalScale={2}
            hideControls
            value={item.price}
            onChange={(price) => set(index, { price })}
          />
          <ActionIcon
            size="sm"
            aria-label={t('deal.removeItem', { name: item.name })}
            onClick={() => onChange(items.filter((_, at) => at !== index))}
          >
            <IconX size={15} />
          </ActionIcon>
        </div>
      ))}
      <Group justify="space-between">
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={15} />}
          onClick={() => onChange([...items, { name: '', quantity: 1, unit: '', price: '' }])}
        >
          {t('deal.addItem')}
        </Button>
        {sum > 0 ? (
          <Group gap="xs">
            <Text fz="sm" c="dimmed">
              {t('deal.itemsSum', { sum: format.money({ value: sum, currency }) })}
            </Text>
            <Button size="compact-xs" variant="light" onClick={() => onSum(sum)}>
              {t('deal.useSum')}
            </Button>
          </Group>
        ) : null}
      </Group>
    </section>
  )
}
