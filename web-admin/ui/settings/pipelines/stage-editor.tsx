import {
  ActionIcon,
  Badge,
  ColorInput,
  MultiSelect,
  Select,
  Switch,
  Textarea,
  TextInput,
} from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconChevronDown, IconChevronUp, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LossReasonView, StageView } from '../../../api/contract'
import { nameOf } from '../../deals/pipeline-names'
import { currentLocale } from '../../locales/i18n'
import { ActivitiesEditor } from './activities-editor'
import { ChecklistEditor } from './checklist-editor'
import { milestoneKeys, noticeVariables, requirableFields, roleKeys } from './choices'
import { renamed } from './pipeline-draft'
import classes from './pipelines.module.css'

interface StageEditorProps {
  stage: StageView
  lossReasons: readonly LossReasonView[]
  first: boolean
  last: boolean
  onChange: (stage: StageView) => void
  onShift: (by: -1 | 1) => void
  onRemove: () => void
}

/** One stage: its name and place always at hand, its rules under the arrow. */
export function StageEditor({
  stage,
  lossReasons,
  first,
  last,
  onChange,
  onShift,
  onRemove,
}: StageEditorProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const locale = currentLocale()
  const name = nameOf(stage)
  const set = (part: Partial<StageView>) => onChange({ ...stage, ...part })
  return (
    <li className={classes.stage}>
      <div className={classes.head}>
        <ColorInput
          size="sm"
          w={46}
          withEyeDropper={false}
          aria-label={t('pipeline.color', { name })}
          value={stage.color}
          onChange={(color) => {
            if (/^#[0-9a-f]{6}$/.test(color)) set({ color })
          }}
          styles={{ input: { color: 'transparent', paddingRight: 0, caretColor: 'transparent' } }}
        />
        <TextInput
          aria-label={t('pipeline.stageName')}
          value={stage.name[locale]}
          maxLength={120}
          onChange={(event) => set({ name: renamed(stage.name, locale, event.currentTarget.value) })}
        />
        {stage.kind === 'open' ? null : (
          <Badge color={stage.kind === 'won' ? 'pine' : 'gray'} visibleFrom="xs">
            {t(`pipeline.kinds.${stage.kind}`)}
          </Badge>
        )}
        <ActionIcon aria-label={t('pipeline.up', { name })} disabled={first} onClick={() => onShift(-1)}>
          <IconArrowUp size={17} />
        </ActionIcon>
        <ActionIcon aria-label={t('pipeline.down', { name })} disabled={last} onClick={() => onShift(1)}>
          <IconArrowDown size={17} />
        </ActionIcon>
        <ActionIcon
          aria-label={t('pipeline.rulesOf', { name })}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {open ? <IconChevronUp size={17} /> : <IconChevronDown size={17} />}
        </ActionIcon>
      </div>
      {open ? null : <Rules stage={stage} />}
      {open ? (
        <div className={classes.body}>
          <div className={classes.pair}>
            <Select
              label={t('pipeline.kind')}
              allowDeselect={false}
              value={stage.kind}
              data={(['open', 'won', 'lost'] as const).map((value) => ({
                value,
                label: t(`pipeline.kinds.${value}`),
              }))}
              onChange={(kind) => kind && set({ kind })}
            />
            <MultiSelect
              label={t('pipeline.required')}
              placeholder={stage.required.length === 0 ? t('pipeline.nothingRequired') : undefined}
              value={stage.required}
              data={requirableFields.map((value) => ({ value, label: t(`deal.field.${value}`) }))}
              onChange={(required) => set({ required })}
            />
            <MultiSelect
              label={t('pipeline.roles')}
              placeholder={stage.roles.length === 0 ? t('pipeline.everybody') : undefined}
              value={stage.roles}
              data={roleKeys.map((value) => ({ value, label: t(`roles.${value}`) }))}
              onChange={(roles) => set({ roles: roles as StageView['roles'] })}
            />
            <Select
              label={t('pipeline.delegateTo')}
              placeholder={t('pipeline.staysWithOwner')}
              clearable
              value={stage.delegateTo}
              data={roleKeys.map((value) => ({ value, label: t(`roles.${value}`) }))}
              onChange={(value) => set({ delegateTo: value as StageView['delegateTo'] })}
            />
            <MultiSelect
              label={t('pipeline.enterOn')}
              description={t('pipeline.enterOnHint')}
              value={stage.enterOn}
              data={milestoneKeys.map((value) => ({ value, label: t(`pipeline.milestones.${value}`) }))}
              onChange={(enterOn) => set({ enterOn: enterOn as StageView['enterOn'] })}
            />
            {stage.kind === 'lost' ? (
              <Select
                label={t('pipeline.impliedReason')}
                description={t('pipeline.impliedReasonHint')}
                clearable
                value={stage.reason}
                data={lossReasons.map((each) => ({ value: each.key, label: nameOf(each) }))}
                onChange={(reason) => set({ reason })}
              />
            ) : null}
          </div>
          <ChecklistEditor list={stage.checklist} onChange={(checklist) => set({ checklist })} />
          <ActivitiesEditor list={stage.activities} onChange={(activities) => set({ activities })} />
          <Switch
            label={t('pipeline.nextStep')}
            description={t('pipeline.nextStepHint')}
            checked={stage.nextStep}
            onChange={(event) => set({ nextStep: event.currentTarget.checked })}
          />
          <Textarea
            label={t('pipeline.notice')}
            description={`${t('pipeline.noticeHint')} ${noticeVariables[locale]}`}
            placeholder={t('pipeline.noticePlaceholder')}
            autosize
            minRows={2}
            maxLength={1000}
            value={stage.notice?.[locale] ?? ''}
            onChange={(event) => {
              const text = event.currentTarget.value
              set({ notice: text ? renamed(stage.notice ?? { ru: '', en: '' }, locale, text) : null })
            }}
          />
          <div>
            <ActionIcon
              w="auto"
              px={10}
              color="ember"
              variant="subtle"
              aria-label={t('pipeline.removeStage', { name })}
              onClick={onRemove}
            >
              <IconTrash size={16} /> &nbsp;{t('pipeline.remove')}
            </ActionIcon>
          </div>
        </div>
      ) : null}
    </li>
  )
}

/** What the stage does, in a few words, while it is folded. */
function Rules({ stage }: { stage: StageView }) {
  const { t } = useTranslation()
  const rules = [
    stage.required.length > 0
      ? t('pipeline.short.required', {
          fields: stage.required.map((field) => t(`deal.field.${field as 'amount'}`)).join(', '),
        })
      : '',
    stage.checklist.length > 0 ? t('pipeline.short.checklist', { count: stage.checklist.length }) : '',
    stage.activities.length > 0 ? t('pipeline.short.activities', { count: stage.activities.length }) : '',
    stage.nextStep ? t('pipeline.short.nextStep') : '',
    stage.delegateTo ? t('pipeline.short.delegate', { role: t(`roles.${stage.delegateTo}`) }) : '',
    stage.notice ? t('pipeline.short.notice') : '',
    stage.roles.length > 0 ? t('pipeline.short.roles') : '',
    ...stage.enterOn.map((each) => `⚡ ${t(`pipeline.milestones.${each}`)}`),
  ].filter(Boolean)
  if (rules.length === 0) return null
  return (
    <div className={classes.rules}>
      {rules.map((rule) => (
        <Badge key={rule} color="gray" variant="light" tt="none" fw={500}>
          {rule}
        </Badge>
      ))}
    </div>
  )
}
