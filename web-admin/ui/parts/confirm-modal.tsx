import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toastError } from './toast'

export interface Confirmation {
  title: string
  text: string
  /** What the button does: «Остановить». */
  action: string
  danger?: boolean
  run: () => Promise<unknown>
}

/** Asks once more before something that cannot be taken back by itself. Null: nothing is asked. */
export function ConfirmModal({ asked, onClose }: { asked: Confirmation | null; onClose: () => void }) {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const act = async () => {
    setBusy(true)
    try {
      await asked?.run()
      onClose()
    } catch (error) {
      toastError(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened={asked !== null} onClose={onClose} title={asked?.title}>
      <Stack>
        <Text fz="sm">{asked?.text}</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common.close')}
          </Button>
          <Button
            color={asked?.danger ? 'ember' : undefined}
            loading={busy}
            onClick={() => void act()}
            data-autofocus
          >
            {asked?.action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
