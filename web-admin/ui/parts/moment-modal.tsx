import { Button, Modal, Stack } from '@mantine/core'
import { DateTimePicker } from '@mantine/dates'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useZone } from '../format/use-format'
import { instantOf, wallText } from '../format/zone'

interface MomentModalProps {
  opened: boolean
  title: string
  submit: string
  onClose: () => void
  onPick: (at: Date) => void
}

/** Asks for a date and a time of the company's clock, not in the past. */
export function MomentModal({ opened, title, submit, onClose, onPick }: MomentModalProps) {
  const { t } = useTranslation()
  const zone = useZone()
  const [value, setValue] = useState<string | null>(null)
  const [wrong, setWrong] = useState('')
  const pick = () => {
    if (!value) {
      setWrong(t('common.required'))
      return
    }
    onPick(instantOf(value, zone))
    setValue(null)
    onClose()
  }
  return (
    <Modal opened={opened} onClose={onClose} title={title} size="xs">
      <Stack>
        <DateTimePicker
          label={t('reminder.when')}
          value={value}
          onChange={(next) => {
            setValue(next)
            setWrong('')
          }}
          error={wrong}
          minDate={wallText(new Date(), zone)}
          valueFormat="D MMMM YYYY, HH:mm"
          popoverProps={{ withinPortal: true }}
          data-autofocus
        />
        <Button onClick={pick}>{submit}</Button>
      </Stack>
    </Modal>
  )
}
