import { Button, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { InquiryEventName, InquiryView } from '../../api/contract'
import { useMay, useSession } from '../api/session'
import { MomentModal } from '../parts/moment-modal'
import { toastDone, toastError } from '../parts/toast'
import { WordsModal } from '../parts/words-modal'
import { AttachClient } from './attach-client'
import { ConvertButton } from './convert-button'
import { inquiryCommands } from './inquiries'

// What a person does here; the script's own events (qualify, ask-human) are not buttons.
const buttons: readonly InquiryEventName[] = ['take', 'release', 'return', 'defer', 'discard', 'close']

/** The moves that are open now; the server says which. */
export function InquiryActions({ inquiry }: { inquiry: InquiryView }) {
  const { t } = useTranslation()
  const { me } = useSession()
  const mayMove = useMay('inquiry.move')
  const mayConvert = useMay('inquiry.convert')
  const [busy, setBusy] = useState(false)
  const [deferring, defer] = useDisclosure(false)
  const [discarding, discard] = useDisclosure(false)
  const [attaching, attach] = useDisclosure(false)
  const move = (event: InquiryEventName, more: { why?: string; until?: string } = {}) => {
    setBusy(true)
    inquiryCommands
      .move(inquiry.id, { event, ...more, expectedVersion: inquiry.version })
      .then((moved) =>
        toastDone(t('inquiry.moved', { number: moved.number, status: t(`inquiry.status.${moved.status}`) })),
      )
      .catch(toastError)
      .finally(() => setBusy(false))
  }
  const press = (event: InquiryEventName) => {
    if (event === 'defer') defer.open()
    else if (event === 'discard') discard.open()
    else move(event)
  }
  const open = mayMove
    ? buttons.filter(
        (event) => inquiry.allowed.includes(event) && !(event === 'take' && inquiry.assignee?.id === me.id),
      )
    : []
  return (
    <Group gap={8}>
      {mayConvert && inquiry.allowed.includes('convert') && !inquiry.dealId ? (
        <ConvertButton inquiryId={inquiry.id} />
      ) : null}
      {open.map((event) => (
        <Button
          key={event}
          variant={event === 'take' ? 'light' : 'default'}
          disabled={busy}
          onClick={() => press(event)}
        >
          {t(`inquiry.event.${event}`)}
        </Button>
      ))}
      {mayMove && !inquiry.dealId && !['trash', 'deferred'].includes(inquiry.status) ? (
        <Button variant="default" disabled={busy} onClick={attach.open}>
          {t('inquiry.attach')}
        </Button>
      ) : null}
      <AttachClient inquiry={inquiry} opened={attaching} onClose={attach.close} />
      <MomentModal
        opened={deferring}
        title={t('inquiry.deferTitle')}
        submit={t('inquiry.event.defer')}
        onClose={defer.close}
        onPick={(at) => move('defer', { until: at.toISOString() })}
      />
      <WordsModal
        opened={discarding}
        title={t('inquiry.discardTitle')}
        label={t('inquiry.whyOptional')}
        submit={t('inquiry.event.discard')}
        onClose={discard.close}
        onSubmit={(why) => move('discard', why ? { why } : {})}
      />
    </Group>
  )
}
