import { useTranslation } from 'react-i18next'
import type { AuditView } from '../../../api/contract'
import { useStaff } from '../../api/reference'
import { useFormat } from '../../format/use-format'
import { ru } from '../../locales/ru'
import rows from '../../parts/rows.module.css'
import classes from './audit.module.css'

interface AuditTableProps {
  rows: readonly AuditView[]
  /** Shows the history of one thing. */
  onKind: (kind: string, entityId: string) => void
}

export function AuditTable({ rows: entries, onKind }: AuditTableProps) {
  const { t } = useTranslation()
  return (
    <table className={rows.table} aria-label={t('audit.title')}>
      <thead>
        <tr>
          <th scope="col">{t('audit.when')}</th>
          <th scope="col">{t('audit.who')}</th>
          <th scope="col">{t('audit.what')}</th>
          <th scope="col">{t('audit.change')}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <Row key={entry.id} entry={entry} onKind={onKind} />
        ))}
      </tbody>
    </table>
  )
}

const known = <T extends object>(words: T, key: string): key is keyof T & string => key in words

function Row({ entry, onKind }: { entry: AuditView; onKind: AuditTableProps['onKind'] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { by, action, entity } = entry
  const what = action.slice(action.indexOf('.') + 1)
  const machine = known(ru.audit.machines, by.id) ? t(`audit.machines.${by.id}`) : ''
  const kind = known(ru.audit.kinds, entity.kind) ? t(`audit.kinds.${entity.kind}`) : entity.kind
  return (
    <tr>
      <td className={rows.nowrap} title={format.full(entry.at)}>
        {format.moment(entry.at)}
      </td>
      <td className={rows.nowrap}>
        {machine || by.name}
        {by.kind === 'api' ? <div className={rows.sub}>{t('audit.byMachine.api')}</div> : null}
      </td>
      <td className={classes.what}>
        <button type="button" className={classes.thing} onClick={() => onKind(entity.kind, entity.id)}>
          {kind}
          {entity.name ? `: ${entity.name}` : ''}
        </button>
        <div className={rows.sub}>{known(ru.audit.actions, what) ? t(`audit.actions.${what}`) : action}</div>
      </td>
      <td>
        <Changes entry={entry} />
      </td>
    </tr>
  )
}

/** Field by field: what it was, struck out, and what it became. */
function Changes({ entry }: { entry: AuditView }) {
  const { t } = useTranslation()
  const say = useValues()
  const fieldName = (field: string) => (known(ru.audit.fields, field) ? t(`audit.fields.${field}`) : field)
  // Ids and counters of the machinery say nothing to a person: only what has a name is shown.
  const detail = (key: string, value: unknown): string | null => {
    if (value === null || value === undefined) return null
    if (key === 'fields' && Array.isArray(value))
      return t('audit.fieldsChanged', { list: value.map(String).map(fieldName).join(', ') })
    return known(ru.audit.fields, key) ? `${fieldName(key)}: ${say(key, value)}` : null
  }
  const changes = Object.entries(entry.changes)
  if (changes.length === 0) {
    const details = Object.entries(entry.details)
      .map(([key, value]) => detail(key, value))
      .filter((line) => line !== null)
    return details.length === 0 ? null : <div className={rows.sub}>{details.join(' · ')}</div>
  }
  return (
    <dl className={classes.changes}>
      {changes.map(([field, { from, to }]) => (
        <div key={field}>
          <dt>{fieldName(field)}</dt>
          <dd>
            <del>{say(field, from)}</del>
            {' → '}
            <ins>{say(field, to)}</ins>
          </dd>
        </div>
      ))}
    </dl>
  )
}

const day = /^\d{4}-\d\d-\d\d(?<time>T[\d:.]+Z)?$/

/** A value as a person reads it: colleagues by name, roles, dates and sums in words, lists as such. */
function useValues(): (field: string, value: unknown) => string {
  const { t } = useTranslation()
  const format = useFormat()
  const names = new Map(useStaff().map(({ id, name }) => [id, name]))
  const say = (value: unknown): string => {
    if (value === null || value === undefined || value === '') return t('audit.nothing')
    if (typeof value === 'boolean') return value ? t('audit.yes') : t('audit.no')
    if (typeof value === 'number') return format.number(value)
    if (typeof value === 'string') {
      const instant = day.exec(value)
      if (instant) return instant.groups?.time ? format.full(value) : format.day(value)
      return names.get(value) ?? value
    }
    if (Array.isArray(value)) return value.length === 0 ? t('audit.nothing') : value.map(say).join(', ')
    return JSON.stringify(value)
  }
  return (field, value) => {
    if (field === 'role' && typeof value === 'string' && known(ru.roles, value)) return t(`roles.${value}`)
    if (field === 'locale') return value === 'en' ? t('app.english') : t('app.russian')
    if (field === 'amountMinor' && typeof value === 'number')
      return format.money({ value: value / 100, currency: 'RUB' })
    return say(value)
  }
}
