import { ActionIcon, Button, NumberInput, Select, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { StageActivityView } from '../../../api/contract'
import { nameOf } from '../../deals/pipeline-names'
import { currentLocale } from '../../locales/i18n'
import { milestoneKeys, roleKeys } from './choices'
import { freshKey, renamed } from './pipeline-draft'
import classes from './pipelines.module.css'

const kinds = ['call', 'meeting', 'message', 'task'] as const

interface ActivitiesEditorProps {
  list: StageActivityView[]
  onChange: (list: StageActivityView[]) => void
}

/** What is planned by itself when a deal enters the stage. */
export function ActivitiesEditor({ list, onChange }: ActivitiesEditorProps) {
  const { t } = useTranslation()
  const locale = currentLocale()
  const set = (index: number, part: Partial<StageActivityView>) =>
    onChange(list.map((each, at) => (at === index ? { ...each, ...part } : each)))
  return (
    <section aria-label={t('pipeline.activities')}>
      <h4 className={classes.group}>{t('pipeline.activities')}</h4>
      {list.map((activity, index) => (
        <div key={activity.key} className={classes.activity}>
          <TextInput
            aria-label={t('pipeline.activityTitle')}
            placeholder={t('pipeline.activityTitle')}
            value={activity.title[locale]}
            maxLength={120}
            onChange={(event) =>
              set(index, { title: renamed(activity.title, locale, event.currentTarget.value) })
            }
          />
          <Select
            aria-label={t('reminder.kind')}
            allowDeselect={false}
            value={activity.kind}
            data={kinds.map((value) => ({ value, label: t(`activity.kind.${value}`) }))}
            onChange={(kind) => kind && set(index, { kind })}
          />
          <div className={classes.when}>
            <NumberInput
              label={t('pipeline.days')}
              min={0}
              max={365}
              allowDecimal={false}
              value={activity.days}
              onChange={(days) => set(index, { days: Number(days) || 0 })}
            />
            <TextInput
              label={t('pipeline.at')}
              type="time"
              value={activity.at}
              onChange={(event) => set(index, { at: event.currentTarget.value || '10:00' })}
            />
            <Select
              label={t('pipeline.who')}
              placeholder={t('pipeline.owner')}
              clearable
              value={activity.role}
              data={roleKeys.map((value) => ({ value, label: t(`roles.${value}`) }))}
              onChange={(role) => set(index, { role: role as StageActivityView['role'] })}
            />
            <Select
              label={t('pipeline.afterIt')}
              placeholder={t('pipeline.nothing')}
              clearable
              value={activity.milestone}
              data={milestoneKeys.map((value) => ({ value, label: t(`pipeline.milestones.${value}`) }))}
              onChange={(value) => set(index, { milestone: value as StageActivityView['milestone'] })}
            />
            <ActionIcon
              size="lg"
              aria-label={t('pipeline.removeLine', { name: nameOf({ name: activity.title }) })}
              onClick={() => onChange(list.filter((_, at) => at !== index))}
            >
              <IconX size={16} />
            </ActionIcon>
          </div>
        </div>
      ))}
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<IconPlus size={15} />}
        onClick={() =>
          onChange([
            ...list,
            {
              key: freshKey('activity', list),
              kind: 'call',
              title: { ru: '', en: '' },
              days: 1,
              at: '10:00',
              role: null,
              milestone: null,
            },
          ])
        }
      >
        {t('pipeline.addActivity')}
      </Button>
    </section>
  )
}
