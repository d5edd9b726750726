import { Button, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { InquiryView } from '../../api/contract'
import { ClientPicker } from '../clients/client-picker'
import { toastDone, toastError } from '../parts/toast'
import { inquiryCommands } from './inquiries'

interface AttachClientProps {
  inquiry: InquiryView
  opened: boolean
  onClose: () => void
}

/** Gives the inquiry and its chat to a client that exists, without a deal. */
export function AttachClient({ inquiry, opened, onClose }: AttachClientProps) {
  const { t } = useTranslation()
  const [clientId, setClientId] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const attach = () => {
    if (!clientId) return
    setBusy(true)
    inquiryCommands
      .attach(inquiry.id, { clientId, expectedVersion: inquiry.version })
      .then((moved) => {
        toastDone(t('inquiry.attached', { name: moved.client?.name ?? '' }))
        onClose()
      })
      .catch(toastError)
      .finally(() => setBusy(false))
  }
  return (
    <Modal opened={opened} onClose={onClose} title={t('inquiry.attachTitle')}>
      <Stack>
        <Text fz="sm" c="dimmed">
          {t('inquiry.attachLead')}
        </Text>
        <ClientPicker label={t('common.client')} value={clientId} onChange={setClientId} />
        <Button onClick={attach} loading={busy} disabled={!clientId}>
          {t('inquiry.attach')}
        </Button>
      </Stack>
    </Modal>
  )
}
