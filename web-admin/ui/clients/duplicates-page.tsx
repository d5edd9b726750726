import { Badge, Button } from '@mantine/core'
import { IconUsersGroup } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PairView } from '../../api/contract'
import { useMay } from '../api/session'
import { phoneText } from '../format/phone'
import { useFormat } from '../format/use-format'
import { Failure } from '../parts/failure'
import { MoreRows } from '../parts/more-rows'
import { Nothing } from '../parts/nothing'
import { Page } from '../parts/page'
import { TableWaiting } from '../parts/table-waiting'
import { toastDone, toastError } from '../parts/toast'
import { clientCommands, useDuplicates } from './clients'
import classes from './duplicates-page.module.css'
import { MergeModal } from './merge-modal'

/** Cards that look like one person, with the reasons: make them one, or say that they are two. */
export function DuplicatesPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const list = useDuplicates()
  const [pair, setPair] = useState<readonly [string, string] | null>(null)
  return (
    <Page title={t('duplicates.title')} lead={t('duplicates.lead')} back="/clients">
      {list.error && list.rows.length === 0 ? (
        <Failure error={list.error} onRetry={() => void list.refetch()} />
      ) : list.isPending ? (
        <TableWaiting />
      ) : list.rows.length === 0 ? (
        <Nothing icon={IconUsersGroup} title={t('duplicates.none')} advice={t('duplicates.noneAdvice')} />
      ) : (
        list.rows.map((each) => <Pair key={each.id} pair={each} onMerge={setPair} />)
      )}
      <MoreRows list={list} />
      <MergeModal
        pair={pair}
        onClose={() => setPair(null)}
        onMerged={(clientId) => void navigate({ to: '/clients/$clientId', params: { clientId } })}
      />
    </Page>
  )
}

function Pair({ pair, onMerge }: { pair: PairView; onMerge: (pair: [string, string]) => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const mayMerge = useMay('client.merge')
  const [one, other] = pair.clients
  if (!one || !other) return null
  const dismiss = () =>
    clientCommands.dismiss(pair.id).then(() => toastDone(t('duplicates.dismissed')), toastError)
  // Whom we know longer is proposed to stay.
  const ordered = one.createdAt <= other.createdAt ? [one.id, other.id] : [other.id, one.id]
  return (
    <article className={classes.pair} aria-label={`${one.name}, ${other.name}`}>
      <div className={classes.reasons}>
        {pair.reasons.map((reason) => (
          <Badge key={reason} color="honey">
            {t(`duplicates.reason.${reason}`)}
          </Badge>
        ))}
      </div>
      {pair.clients.map((client) => (
        <div key={client.id} className={classes.twin}>
          <Link to="/clients/$clientId" params={{ clientId: client.id }}>
            {client.name}
          </Link>
          <div>{[...client.phones.map(phoneText), ...client.emails].join(', ')}</div>
          <div className={classes.sub}>
            {[
              client.company?.name,
              client.owner?.name ?? t('clients.free'),
              t('duplicates.since', { day: format.day(client.createdAt) }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </div>
        </div>
      ))}
      {mayMerge ? (
        <div className={classes.buttons}>
          <Button size="xs" onClick={() => onMerge(ordered as [string, string])}>
            {t('duplicates.merge')}
          </Button>
          <Button size="xs" variant="default" onClick={() => void dismiss()}>
            {t('duplicates.dismiss')}
          </Button>
        </div>
      ) : null}
    </article>
  )
}
