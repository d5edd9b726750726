import { Alert, Button, Group } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClientView } from '../../api/contract'
import { useMay } from '../api/session'
import { useFormat } from '../format/use-format'
import { toastDone, toastError } from '../parts/toast'
import { clientCommands } from './clients'
import { MergeModal } from './merge-modal'

/** Above a card: other cards of maybe the same person, and merges that can be undone. */
export function ClientNotices({ client }: { client: ClientView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const navigate = useNavigate()
  const mayMerge = useMay('client.merge')
  const [pair, setPair] = useState<readonly [string, string] | null>(null)
  if (!mayMerge) return null
  const undo = (mergeId: string) =>
    clientCommands.undoMerge(mergeId).then(() => toastDone(t('merge.undone')), toastError)
  const dismiss = (pairId: string) =>
    clientCommands.dismiss(pairId).then(() => toastDone(t('duplicates.dismissed')), toastError)
  return (
    <>
      {client.duplicates.map(({ pairId, client: other, reasons }) => (
        <Alert key={pairId} color="honey" mb="sm" p="sm">
          <Group justify="space-between" gap="xs">
            <span>
              {t('duplicates.maybe', {
                name: other.name,
                reasons: reasons.map((reason) => t(`duplicates.reason.${reason}`).toLowerCase()).join(', '),
              })}
            </span>
            <Group gap="xs">
              <Button size="xs" onClick={() => setPair([client.id, other.id])}>
                {t('duplicates.merge')}
              </Button>
              <Button size="xs" variant="default" onClick={() => void dismiss(pairId)}>
                {t('duplicates.dismiss')}
              </Button>
            </Group>
          </Group>
        </Alert>
      ))}
      {client.merges.map((merge) => (
        <Alert key={merge.id} color="gray" mb="sm" p="sm">
          <Group justify="space-between" gap="xs">
            <span>
              {t('merge.happened', { name: merge.name, by: merge.by, time: format.moment(merge.at) })}
            </span>
            <Button size="xs" variant="default" onClick={() => void undo(merge.id)}>
              {t('merge.undo')}
            </Button>
          </Group>
        </Alert>
      ))}
      <MergeModal
        pair={pair}
        onClose={() => setPair(null)}
        onMerged={(clientId) => void navigate({ to: '/clients/$clientId', params: { clientId } })}
      />
    </>
  )
}
