import { ActionIcon, Button, Checkbox, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { StageView } from '../../../api/contract'
import { nameOf } from '../../deals/pipeline-names'
import { currentLocale } from '../../locales/i18n'
import { freshKey, renamed } from './pipeline-draft'
import classes from './pipelines.module.css'

type List = StageView['checklist']

export function ChecklistEditor({ list, onChange }: { list: List; onChange: (list: List) => void }) {
  const { t } = useTranslation()
  const locale = currentLocale()
  const set = (index: number, part: Partial<List[number]>) =>
    onChange(list.map((each, at) => (at === index ? { ...each, ...part } : each)))
  return (
    <section aria-label={t('pipeline.checklist')}>
      <h4 className={classes.group}>{t('pipeline.checklist')}</h4>
      {list.map((item, index) => (
        <div key={item.key} className={classes.line}>
          <TextInput
            size="sm"
            aria-label={t('pipeline.checklistItem')}
            value={item.name[locale]}
            maxLength={120}
            onChange={(event) => set(index, { name: renamed(item.name, locale, event.currentTarget.value) })}
          />
          <Checkbox
            label={t('pipeline.blocks')}
            checked={item.blocks}
            onChange={(event) => set(index, { blocks: event.currentTarget.checked })}
          />
          <ActionIcon
            aria-label={t('pipeline.removeLine', { name: nameOf(item) })}
            onClick={() => onChange(list.filter((_, at) => at !== index))}
          >
            <IconX size={16} />
          </ActionIcon>
        </div>
      ))}
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<IconPlus size={15} />}
        onClick={() =>
          onChange([...list, { key: freshKey('item', list), name: { ru: '', en: '' }, blocks: false }])
        }
      >
        {t('pipeline.addLine')}
      </Button>
    </section>
  )
}
