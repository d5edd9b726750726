import { Alert, Button, Modal, Select, Skeleton, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RemovalView, StaffView } from '../../../api/contract'
import { useStaff } from '../../api/reference'
import { AnswerList } from '../../parts/answer-list'
import { Failure } from '../../parts/failure'
import { toastDone, toastError } from '../../parts/toast'
import { teamCommands, useRemoval } from './team'

const parts = ['conversations', 'inquiries', 'clients', 'companies', 'deals', 'activities'] as const

/** What moves and to whom, before anything does. */
export function RemovalModal({
  person,
  onClose,
  onRemoved,
}: {
  person: StaffView
  onClose: () => void
  onRemoved: () => void
}) {
  const { t } = useTranslation()
  const { data, error, refetch } = useRemoval(person.id)
  return (
    <Modal opened onClose={onClose} title={t('team.removeTitle', { name: person.name })}>
      {data ? (
        <Removal removal={data} onClose={onClose} onRemoved={onRemoved} />
      ) : error ? (
        <Failure error={error} onRetry={() => void refetch()} compact />
      ) : (
        <Skeleton h={180} />
      )}
    </Modal>
  )
}

function Removal({
  removal,
  onClose,
  onRemoved,
}: {
  removal: RemovalView
  onClose: () => void
  onRemoved: () => void
}) {
  const { t } = useTranslation()
  const { person, moves, departments, rules } = removal
  const colleagues = useStaff().filter((each) => each.active && each.id !== person.id)
  const [heirId, setHeirId] = useState<string | null>(removal.heir?.id ?? null)
  const [busy, setBusy] = useState(false)
  const counted = parts.filter((part) => moves[part] > 0)
  const remove = async () => {
    setBusy(true)
    try {
      await teamCommands.remove(person.id, heirId)
      toastDone(t('team.removed'))
      onClose()
      onRemoved()
    } catch (error) {
      toastError(error)
      setBusy(false)
    }
  }
  return (
    <Stack>
      <Text fz="sm">{t('team.removeLead')}</Text>
      <Select
        label={t('team.heir')}
        clearable
        placeholder={t('team.heirFree')}
        data={colleagues.map(({ id, name }) => ({ value: id, label: name }))}
        value={heirId}
        onChange={setHeirId}
      />
      <section aria-label={t('team.moves')}>
        <Text fw={600} fz="sm" mb={6}>
          {t('team.moves')}
        </Text>
        {counted.length === 0 ? (
          <Text fz="sm" c="dimmed">
            {t('team.nothingMoves')}
          </Text>
        ) : (
          <AnswerList
            answers={counted.map((part) => ({
              label: t(`team.movesList.${part}`),
              text: String(moves[part]),
            }))}
          />
        )}
      </section>
      {departments.length > 0 ? (
        <Text fz="sm">{t('team.headsDepartments', { names: departments.join(', ') })}</Text>
      ) : null}
      {rules.length > 0 ? (
        <Alert icon={<IconAlertTriangle size={18} />} color="yellow">
          {t('team.inRules', { names: rules.join(', ') })}
        </Alert>
      ) : null}
      <Button color="ember" loading={busy} onClick={() => void remove()}>
        {t('team.remove')}
      </Button>
    </Stack>
  )
}
