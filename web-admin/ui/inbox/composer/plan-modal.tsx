import { Button, Checkbox, Group, Modal, Stack, Textarea } from '@mantine/core'
import { DateTimePicker } from '@mantine/dates'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useZone } from '../../format/use-format'
import { instantOf, wallText } from '../../format/zone'
import { toastError } from '../../parts/toast'
import { useSnoozeTimes } from '../use-snooze-times'

export interface Plan {
  at: string
  unlessReplied: boolean
  text?: string
}

interface PlanModalProps {
  opened: boolean
  title: string
  /** Words to be changed here; null: they stand elsewhere. */
  text: string | null
  at?: string
  unlessReplied?: boolean
  onClose: () => void
  /** Rejects with `ApiError`. */
  onPlan: (plan: Plan) => Promise<void>
}

/** When something is to be said: usual times, or any of the company's clock. */
export function PlanModal(props: PlanModalProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={props.title} size="sm">
      {props.opened ? <Form {...props} /> : null}
    </Modal>
  )
}

function Form({ title, text, at, unlessReplied = false, onClose, onPlan }: PlanModalProps) {
  const { t } = useTranslation()
  const zone = useZone()
  const [hour, threeHours, tomorrow, monday] = useSnoozeTimes()
  const times = [
    { label: t('planned.inHour'), at: hour?.at },
    { label: t('planned.inThreeHours'), at: threeHours?.at },
    { label: t('planned.tomorrow'), at: tomorrow?.at },
    { label: t('planned.monday'), at: monday?.at },
  ]
  const [words, setWords] = useState(text ?? '')
  const [value, setValue] = useState<string | null>(at ? wallText(new Date(at), zone) : null)
  const [unless, setUnless] = useState(unlessReplied)
  const [wrong, setWrong] = useState('')
  const [busy, setBusy] = useState(false)
  const plan = () => {
    if (!value) {
      setWrong(t('common.required'))
      return
    }
    setBusy(true)
    onPlan({
      at: instantOf(value, zone).toISOString(),
      unlessReplied: unless,
      ...(text === null ? {} : { text: words.trim() }),
    })
      .then(onClose)
      .catch(toastError)
      .finally(() => setBusy(false))
  }
  return (
    <Stack>
      {text === null ? null : (
        <Textarea
          aria-label={t('planned.words')}
          autosize
          minRows={2}
          maxRows={10}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      )}
      <Group gap={6}>
        {times.map((time) => (
          <Button
            key={time.label}
            size="compact-sm"
            variant="default"
            onClick={() => {
              setWrong('')
              if (time.at) setValue(wallText(time.at(), zone))
            }}
          >
            {time.label}
          </Button>
        ))}
      </Group>
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
      <Checkbox
        label={t('planned.unlessReplied')}
        checked={unless}
        onChange={(event) => setUnless(event.currentTarget.checked)}
      />
      <Button onClick={plan} loading={busy} disabled={text !== null && words.trim() === ''}>
        {title}
      </Button>
    </Stack>
  )
}
