import { Select, TagsInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { InquiryClassifyBody, InquiryView } from '../../api/contract'
import { useMay } from '../api/session'
import deal from '../deals/deal-drawer.module.css'
import { ru } from '../locales/ru'
import { toastDone, toastError } from '../parts/toast'
import { useDepartments } from '../settings/team/team'
import { inquiryCommands, useInquiryProjects } from './inquiries'
import classes from './inquiry-kind.module.css'
import { sourceName } from './source-name'

const kinds = {
  qualification: ['unknown', 'lead', 'not-lead'],
  byMeaning: ['unknown', 'target', 'not-target'],
  byContact: ['none', 'received', 'verified'],
  byNumber: ['primary', 'repeat'],
} as const

/** What kind of inquiry it is: each answer is saved as it is given. */
export function InquiryKind({ inquiry }: { inquiry: InquiryView }) {
  const { t } = useTranslation()
  const may = useMay('inquiry.classify')
  const projects = useInquiryProjects()
  const departments = (useDepartments().data ?? []).filter((each) => each.active)
  const [busy, setBusy] = useState(false)
  const save = (body: InquiryClassifyBody) => {
    setBusy(true)
    inquiryCommands
      .classify(inquiry.id, { ...body, expectedVersion: inquiry.version })
      .then(() => toastDone(t('common.saved')))
      .catch(toastError)
      .finally(() => setBusy(false))
  }
  const sources = Object.keys(ru.sources)
  return (
    <section aria-label={t('inquiry.kind')}>
      <h3 className={deal.title}>{t('inquiry.kind')}</h3>
      <div className={classes.grid}>
        <Select
          label={t('inquiry.qualificationLabel')}
          allowDeselect={false}
          disabled={!may || busy}
          value={inquiry.qualification}
          data={kinds.qualification.map((value) => ({ value, label: t(`inquiry.qualification.${value}`) }))}
          onChange={(qualification) => qualification && save({ qualification })}
        />
        <Select
          label={t('inquiry.meaningLabel')}
          allowDeselect={false}
          disabled={!may || busy}
          value={inquiry.byMeaning}
          data={kinds.byMeaning.map((value) => ({ value, label: t(`inquiry.byMeaning.${value}`) }))}
          onChange={(byMeaning) => byMeaning && save({ byMeaning })}
        />
        <Select
          label={t('inquiry.contactLabel')}
          allowDeselect={false}
          disabled={!may || busy}
          value={inquiry.byContact}
          data={kinds.byContact.map((value) => ({ value, label: t(`inquiry.byContact.${value}`) }))}
          onChange={(byContact) => byContact && save({ byContact })}
        />
        <Select
          label={t('inquiry.numberLabel')}
          allowDeselect={false}
          disabled={!may || busy}
          value={inquiry.byNumber}
          data={kinds.byNumber.map((value) => ({ value, label: t(`inquiry.byNumber.${value}`) }))}
          onChange={(byNumber) => byNumber && save({ byNumber })}
        />
        <Select
          label={t('common.source')}
          clearable
          searchable
          disabled={!may || busy}
          value={inquiry.source || null}
          data={[...new Set([...sources, ...(inquiry.source ? [inquiry.source] : [])])].map((value) => ({
            value,
            label: sourceName(value, t),
          }))}
          onChange={(source) => save({ source: source ?? '' })}
        />
        {departments.length > 0 ? (
          <Select
            label={t('inquiry.department')}
            clearable
            disabled={!may || busy}
            placeholder={t('inquiry.noDepartment')}
            value={inquiry.departmentId}
            data={departments.map((each) => ({ value: each.id, label: each.name }))}
            onChange={(departmentId) => save({ departmentId })}
          />
        ) : null}
        <TagsInput
          label={t('inquiry.project')}
          placeholder={inquiry.project ? undefined : t('inquiry.projectPlaceholder')}
          maxTags={1}
          disabled={!may || busy}
          value={inquiry.project ? [inquiry.project] : []}
          data={projects}
          onChange={([project = '']) => save({ project: project.slice(0, 100) })}
        />
      </div>
    </section>
  )
}
