import { Button, SegmentedControl, Select } from '@mantine/core'
import { DatePickerInput } from '@mantine/dates'
import { IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ru } from '../locales/ru'
import { type InquiryFilter, inquiryChannels, inquiryStatuses } from './inquiry-filter'
import { MoreFilters } from './more-filters'
import { sourceName } from './source-name'

interface InquiryFiltersProps {
  filter: InquiryFilter
  onChange: (part: InquiryFilter) => void
  /** Null: there is nothing to reset. */
  onReset: (() => void) | null
}

export function InquiryFilters({ filter, onChange, onReset }: InquiryFiltersProps) {
  const { t } = useTranslation()
  const named = filter.assignee === 'me' || filter.assignee === 'none'
  return (
    <>
      <SegmentedControl
        size="sm"
        aria-label={t('inquiry.base')}
        value={filter.base ?? 'all'}
        onChange={(value) =>
          onChange({
            base: value === 'undefined' || value === 'active' ? value : undefined,
            status: undefined,
          })
        }
        data={[
          { value: 'all', label: t('common.all') },
          { value: 'active', label: t('inquiry.bases.active') },
          { value: 'undefined', label: t('inquiry.bases.undefined') },
        ]}
      />
      <SegmentedControl
        size="sm"
        aria-label={t('common.owner')}
        value={filter.assignee === undefined ? 'all' : named ? filter.assignee : ''}
        onChange={(value) => onChange({ assignee: value === 'me' || value === 'none' ? value : undefined })}
        data={[
          { value: 'all', label: t('common.all') },
          { value: 'me', label: t('common.mine') },
          { value: 'none', label: t('common.nobody') },
        ]}
      />
      <Select
        w={185}
        clearable
        aria-label={t('common.status')}
        placeholder={t('inquiry.anyStatus')}
        value={filter.status ?? null}
        data={inquiryStatuses.map((value) => ({ value, label: t(`inquiry.status.${value}`) }))}
        onChange={(value) => onChange({ status: inquiryStatuses.find((each) => each === value) })}
      />
      <Select
        w={165}
        clearable
        aria-label={t('common.channel')}
        placeholder={t('inquiry.anyChannel')}
        value={filter.channel ?? null}
        data={inquiryChannels.map((value) => ({ value, label: t(`channels.${value}`) }))}
        onChange={(value) => onChange({ channel: inquiryChannels.find((each) => each === value) })}
      />
      <Select
        w={165}
        clearable
        searchable
        aria-label={t('inquiry.sourceFilter')}
        placeholder={t('inquiry.sourceFilter')}
        value={filter.source ?? null}
        data={Object.keys(ru.sources).map((value) => ({ value, label: sourceName(value, t) }))}
        onChange={(value) => onChange({ source: value ?? undefined })}
      />
      <DatePickerInput
        type="range"
        w={225}
        clearable
        allowSingleDateInRange
        aria-label={t('common.period')}
        placeholder={t('inquiry.anyTime')}
        valueFormat="D MMM YYYY"
        value={[filter.from ?? null, filter.to ?? null]}
        onChange={([from, to]) => onChange({ from: from ?? undefined, to: to ?? undefined })}
      />
      <MoreFilters filter={filter} onChange={onChange} />
      {onReset ? (
        <Button variant="subtle" color="gray" leftSection={<IconX size={15} />} onClick={onReset}>
          {t('common.resetFilters')}
        </Button>
      ) : null}
    </>
  )
}
