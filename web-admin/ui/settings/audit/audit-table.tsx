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
      <td>
        {machine || by.name}
        {by.kind === 'api' ? <div className={rows.sub}>{t('audit.byMachine.api')}</div> : null}
      </td>
      <td>
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
  const changes = Object.entries(entry.changes)
  if (changes.length === 0) {
    const details = Object.entries(entry.details).filter(([, value]) => value !== null && value !== undefined)
    if (details.length === 0) return null
    return <div className={rows.sub}>{details.map(([key, value]) => say(key, value)).join(' · ')}</div>
  }
  return (
    <dl className={classes.changes}>
      {changes.map(([field, { from, to }]) => (
        <div key={field}>
          <dt>{known(ru.audit.fields, field) ? t(`audit.fields.${field}`) : field}</dt>
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

/** A value as a person reads it: colleagues by name, lists in words, nothing as such. */
function useValues(): (field: string, value: unknown) => string {
  const { t } = useTranslation()
  const names = new Map(useStaff().map(({ id, name }) => [id, name]))
  const say = (value: unknown): string => {
    if (value === null || value === undefined || value === '') return t('audit.nothing')
    if (typeof value === 'string') return names.get(value) ?? value
    if (Array.isArray(value)) return value.length === 0 ? t('audit.nothing') : value.map(say).join(', ')
    return JSON.stringify(value)
  }
  return (_field, value) => say(value)
}
