import { Button } from '@mantine/core'
import { IconAlertCircle, IconCheck, IconChecks, IconClock, IconHelpCircle, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MessageView } from '../../../api/contract'
import { api } from '../../api/client'
import { useMay } from '../../api/session'
import { useFormat } from '../../format/use-format'
import { toastDone, toastError } from '../../parts/toast'
import { TemplatePicker } from '../../templates/template-picker'
import { useWindowClosed } from '../../templates/window-closed'
import { useConversation } from '../conversations'
import { showMessages } from '../message-store'
import { useReason } from '../use-reason'
import classes from './bubble.module.css'

type Delivery = NonNullable<MessageView['delivery']>

const signs: Record<Delivery['state'], typeof IconClock> = {
  queued: IconClock,
  sending: IconClock,
  sent: IconCheck,
  delivered: IconChecks,
  read: IconChecks,
  failed: IconAlertCircle,
  unknown: IconHelpCircle,
  discarded: IconX,
}

/** The tick of our message. */
export function DeliveryMark({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation()
  const Sign = signs[delivery.state]
  const format = useFormat()
  const reasonText = useReason()
  const name = t(`delivery.state.${delivery.state}`)
  const reason = reasonText(delivery.reason)
  const title = [`${name}, ${format.moment(delivery.at)}`, reason].filter(Boolean).join('\n')
  return (
    <span className={classes.tick} data-state={delivery.state} title={title}>
      <Sign size={15} stroke={2} aria-hidden="true" />
      <span className="ot-said">{name}</span>
    </span>
  )
}

/** What went wrong with a message of ours and the way out: nothing is ever sent twice without a person. */
export function DeliveryTrouble({ message }: { message: MessageView }) {
  const { t } = useTranslation()
  const reasonText = useReason()
  const mayResend = useMay('message.send')
  const [busy, setBusy] = useState(false)
  const { delivery } = message
  if (!delivery || (delivery.state !== 'failed' && delivery.state !== 'unknown')) return null
  const reason = reasonText(delivery.reason)
  const decide = (what: 'resend' | 'discard') => {
    setBusy(true)
    api
      .post<MessageView>(`/conversations/${message.conversationId}/messages/${message.id}/${what}`)
      .then((fresh) => {
        showMessages(message.conversationId, [fresh])
        toastDone(t(what === 'resend' ? 'delivery.resent' : 'delivery.left'))
      })
      .catch(toastError)
      .finally(() => setBusy(false))
  }
  return (
    <div className={classes.trouble}>
      <span>
        {delivery.state === 'unknown' ? t('delivery.resendUnknown') : `${t('delivery.state.failed')}.`}
        {reason ? ` ${t('delivery.because', { reason })}` : ''}
      </span>
      {mayResend ? (
        <>
          <SendAgain message={message} busy={busy} onSend={() => decide('resend')} />
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            disabled={busy}
            onClick={() => decide('discard')}
          >
            {t('delivery.leave')}
          </Button>
        </>
      ) : null}
    </div>
  )
}

/** Where the messenger takes only templates by now, one is offered instead. */
function SendAgain({ message, busy, onSend }: { message: MessageView; busy: boolean; onSend: () => void }) {
  const { t } = useTranslation()
  const [picking, setPicking] = useState(false)
  const { data: conversation } = useConversation(message.conversationId)
  const closed = useWindowClosed({ window: conversation?.window ?? null })
  if (!conversation || !closed || message.content.type === 'template')
    return (
      <Button size="compact-xs" variant="default" loading={busy} onClick={onSend}>
        {t('delivery.resend')}
      </Button>
    )
  return (
    <>
      <Button size="compact-xs" variant="default" onClick={() => setPicking(true)}>
        {t('templates.choose')}
      </Button>
      <TemplatePicker conversation={conversation} opened={picking} onClose={() => setPicking(false)} />
    </>
  )
}
