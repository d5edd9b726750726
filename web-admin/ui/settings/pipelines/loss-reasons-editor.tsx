import { ActionIcon, Button, Checkbox, Select, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { LossReasonView, Role } from '../../../api/contract'
import { useStaff } from '../../api/reference'
import { nameOf } from '../../deals/pipeline-names'
import { currentLocale } from '../../locales/i18n'
import { roleKeys } from './choices'
import { freshKey, renamed } from './pipeline-draft'
import classes from './pipelines.module.css'

interface LossReasonsEditorProps {
  list: LossReasonView[]
  onChange: (list: LossReasonView[]) => void
}

/** Why deals are lost, and what each reason leads to. */
export function LossReasonsEditor({ list, onChange }: LossReasonsEditorProps) {
  const { t } = useTranslation()
  const locale = currentLocale()
  const staff = useStaff().filter((each) => each.active)
  const set = (index: number, part: Partial<LossReasonView>) =>
    onChange(list.map((each, at) => (at === index ? { ...each, ...part } : each)))
  const whom = [
    ...roleKeys.map((value) => ({ value: `role:${value}`, label: t(`roles.${value}`) })),
    ...staff.map((each) => ({ value: `staff:${each.id}:${each.role}`, label: each.name })),
  ]
  const told = ({ tell }: LossReasonView): string | null => {
    if (!tell) return null
    const person = staff.find((each) => each.id === tell.staffId)
    return person ? `staff:${person.id}:${person.role}` : `role:${tell.role}`
  }
  const tellOf = (value: string | null): LossReasonView['tell'] => {
    const [kind, first = '', role = ''] = (value ?? '').split(':')
    if (kind === 'role') return { role: first as Role, staffId: null }
    return kind === 'staff' ? { role: role as Role, staffId: first } : null
  }
  return (
    <section aria-label={t('pipeline.lossReasons')}>
      <h3 className={classes.title}>{t('pipeline.lossReasons')}</h3>
      <p className={classes.hint}>{t('pipeline.lossReasonsHint')}</p>
      {list.map((reason, index) => (
        <div key={reason.key} className={classes.activity}>
          <TextInput
            aria-label={t('deal.reason')}
            value={reason.name[locale]}
            maxLength={120}
            onChange={(event) =>
              set(index, { name: renamed(reason.name, locale, event.currentTarget.value) })
            }
          />
          <ActionIcon
            size="lg"
            aria-label={t('pipeline.removeLine', { name: nameOf(reason) })}
            onClick={() => onChange(list.filter((_, at) => at !== index))}
          >
            <IconX size={16} />
          </ActionIcon>
          <div className={classes.when}>
            <Checkbox
              label={t('pipeline.needsText')}
              checked={reason.needsText}
              onChange={(event) => set(index, { needsText: event.currentTarget.checked })}
            />
            <Select
              label={t('pipeline.tell')}
              placeholder={t('pipeline.nobody')}
              clearable
              value={told(reason)}
              data={whom}
              onChange={(value) => set(index, { tell: tellOf(value) })}
            />
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
            { key: freshKey('reason', list), name: { ru: '', en: '' }, needsText: false, tell: null },
          ])
        }
      >
        {t('pipeline.addReason')}
      </Button>
    </section>
  )
}
