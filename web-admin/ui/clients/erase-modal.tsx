import { Alert, Button, Group, List, Modal, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClientView, ErasureView } from '../../api/contract'
import { api } from '../api/client'
import { Failure } from '../parts/failure'
import { toastDone, toastError } from '../parts/toast'
import { clientCommands } from './clients'

interface EraseModalProps {
  client: ClientView
  opened: boolean
  onClose: () => void
}

/** Forgets a person for good: shows what goes, and asks to type the name on the card. */
export function EraseModal({ client, opened, onClose }: EraseModalProps) {
  const { t } = useTranslation()
  return (
    <Modal opened={opened} onClose={onClose} title={t('privacy.eraseTitle', { name: client.name })} size="lg">
      <Erase client={client} onClose={onClose} />
    </Modal>
  )
}

function Erase({ client, onClose }: Omit<EraseModalProps, 'opened'>) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const { data, error, refetch } = useQuery({
    queryKey: ['client', client.id, 'erasure'],
    queryFn: ({ signal }) => api.get<ErasureView>(`/clients/${client.id}/erasure`, {}, signal),
    // A number people decide by is never an old one.
    gcTime: 0,
    staleTime: 0,
  })
  if (error) return <Failure compact error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton h={180} />
  const isName = plain(typed) === plain(client.name)
  const erase = async () => {
    setBusy(true)
    try {
      await clientCommands.erase(client.id, typed)
      await navigate({ to: '/clients', search: {}, replace: true })
      toastDone(t('privacy.erased'))
    } catch (refusal) {
      toastError(refusal)
      setBusy(false)
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (isName) void erase()
      }}
    >
      <Stack>
        <Alert color="ember" icon={<IconAlertTriangle size={18} />}>
          {t('privacy.eraseLead')}
        </Alert>
        <Counts title={t('privacy.goes')} counts={data.gone} />
        <Counts title={t('privacy.staysNameless')} counts={data.nameless} />
        <TextInput
          label={t('privacy.typeName', { name: client.name })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('clients.cancel')}
          </Button>
          <Button type="submit" color="ember" disabled={!isName} loading={busy}>
            {t('privacy.eraseForGood')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type Counted = keyof ErasureView['gone'] | keyof ErasureView['nameless']

function Counts({ title, counts }: { title: string; counts: Partial<Record<Counted, number>> }) {
  const { t } = useTranslation()
  const lines = (Object.entries(counts) as [Counted, number][]).filter(([, count]) => count > 0)
  if (lines.length === 0) return null
  return (
    <div>
      <Text fw={600} fz="sm" mb={4}>
        {title}
      </Text>
      <List size="sm">
        {lines.map(([what, count]) => (
          <List.Item key={what}>{t(`privacy.count.${what}`, { count })}</List.Item>
        ))}
      </List>
    </div>
  )
}

/** As the server compares it. */
function plain(name: string): string {
  return name.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase()
}
