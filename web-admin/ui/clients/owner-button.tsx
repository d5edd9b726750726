import { Button } from '@mantine/core'
import { IconHandGrab, IconHandOff } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../api/session'
import { toastDone, toastError } from '../parts/toast'
import { clientCommands } from './clients'

interface OwnerButtonProps {
  client: { id: string; name: string; owner: { id: string } | null; version: number }
  size?: 'xs' | 'sm'
}

/** Takes a free client, or gives up one's own. */
export function OwnerButton({ client, size = 'sm' }: OwnerButtonProps) {
  const { t } = useTranslation()
  const { me, may } = useSession()
  const [busy, setBusy] = useState(false)
  const mine = client.owner?.id === me.id
  if (!may.includes('client.change-owner') || (client.owner && !mine)) return null
  const change = async () => {
    setBusy(true)
    try {
      const body = { ownerId: mine ? null : me.id, expectedVersion: client.version }
      await clientCommands.update(client.id, body)
      toastDone(mine ? t('clients.released') : t('clients.taken', { name: client.name }))
    } catch (error) {
      toastError(error)
    } finally {
      setBusy(false)
    }
  }
  const Sign = mine ? IconHandOff : IconHandGrab
  return (
    <Button
      variant="default"
      size={size}
      loading={busy}
      leftSection={<Sign size={size === 'xs' ? 14 : 17} />}
      onClick={() => void change()}
    >
      {mine ? t('clients.release') : t('clients.take')}
    </Button>
  )
}
