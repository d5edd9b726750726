import { ActionIcon, Badge, Button, Menu, Progress } from '@mantine/core'
import { IconDots, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChannelRow } from '../../api/contract'
import { useFormat } from '../format/use-format'
import { ChannelIcon } from '../parts/channel-icon'
import { type Confirmation, ConfirmModal } from '../parts/confirm-modal'
import { toastDone, toastError } from '../parts/toast'
import { channelCommands } from './channels'
import classes from './channels.module.css'
import { PairingCard } from './pairing-card'

const colours: Record<ChannelRow['state']['phase'], string> = {
  starting: 'gray',
  pairing: 'honey',
  syncing: 'pine',
  ready: 'pine',
  disconnected: 'ember',
  banned: 'ember',
  stopped: 'gray',
  failed: 'ember',
}
const trouble = new Set(['disconnected', 'banned', 'failed'])

/** One account: its state with advice, who answers, and its switches. Without `onEdit` it can only be looked at. */
export function ChannelCard({ channel, onEdit }: { channel: ChannelRow; onEdit: (() => void) | undefined }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { state } = channel
  return (
    <li className={classes.card} aria-label={channel.name}>
      <div className={classes.head}>
        <ChannelIcon channel={channel.channel} size={26} />
        <div className={classes.names}>
          <h2 className={classes.name}>{channel.name}</h2>
          <div className={classes.sub}>
            {[channel.publicName, channel.source === 'environment' ? t('channelRoom.fromSettings') : '']
              .filter(Boolean)
              .join(' · ')}
          </div>
        </div>
        <Badge
          color={colours[state.phase]}
          title={t('channelRoom.since', { time: format.moment(state.since) })}
        >
          {state.title}
        </Badge>
      </div>
      {state.what || state.advice ? (
        <div className={trouble.has(state.phase) ? classes.trouble : undefined} role="status">
          {state.what ? <p className={classes.what}>{state.what}</p> : null}
          {state.advice ? <p className={classes.advice}>{state.advice}</p> : null}
        </div>
      ) : null}
      {state.progress === null ? null : (
        <Progress value={state.progress * 100} aria-label={state.title} color="pine" />
      )}
      {state.qr || state.pairingCode ? <PairingCard qr={state.qr} code={state.pairingCode} /> : null}
      {channel.channel === 'staff-telegram' ? null : <Answering channel={channel} />}
      {onEdit ? <Switches channel={channel} onEdit={onEdit} /> : null}
    </li>
  )
}

function Answering({ channel }: { channel: ChannelRow }) {
  const { t } = useTranslation()
  const who = [channel.department?.name, channel.assignee?.name].filter(Boolean).join(', ')
  const script = channel.ownScript
    ? (channel.script?.name ?? t('channelRoom.noScript'))
    : t('channelRoom.asCompany')
  return (
    <dl className={classes.facts}>
      <dt>{t('channelRoom.answers')}</dt>
      <dd>{who || t('channelRoom.asCompany')}</dd>
      <dt>{t('channelRoom.script')}</dt>
      <dd>{script}</dd>
      <dt>{t('channelRoom.hours')}</dt>
      <dd>{channel.workingHours ? t('channelRoom.ownHours') : t('channelRoom.asCompany')}</dd>
      {channel.waiting > 0 ? (
        <>
          <dt>{t('channelRoom.waiting')}</dt>
          <dd>{t('channelRoom.messages', { count: channel.waiting })}</dd>
        </>
      ) : null}
    </dl>
  )
}

function Switches({ channel, onEdit }: { channel: ChannelRow; onEdit: () => void }) {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const [asked, setAsked] = useState<Confirmation | null>(null)
  const start = async () => {
    setBusy(true)
    try {
      await channelCommands.start(channel.id)
      toastDone(t('channelRoom.started'))
    } catch (error) {
      toastError(error)
    } finally {
      setBusy(false)
    }
  }
  const stop: Confirmation = {
    title: t('channelRoom.stopTitle', { name: channel.name }),
    text: t('channelRoom.stopText'),
    action: t('channelRoom.stop'),
    run: () => channelCommands.stop(channel.id).then(() => toastDone(t('channelRoom.stopped'))),
  }
  const remove: Confirmation = {
    title: t('channelRoom.removeTitle', { name: channel.name }),
    text: t('channelRoom.removeText'),
    action: t('channelRoom.remove'),
    danger: true,
    run: () => channelCommands.remove(channel.id).then(() => toastDone(t('channelRoom.removed'))),
  }
  return (
    <div className={classes.buttons}>
      <Button variant="default" size="xs" onClick={onEdit}>
        {t('channelRoom.edit')}
      </Button>
      {channel.enabled ? (
        <Button variant="subtle" size="xs" onClick={() => setAsked(stop)}>
          {t('channelRoom.stop')}
        </Button>
      ) : null}
      {!channel.enabled || trouble.has(channel.state.phase) ? (
        <Button
          variant={channel.enabled ? 'light' : 'filled'}
          size="xs"
          loading={busy}
          onClick={() => void start()}
        >
          {channel.enabled ? t('channelRoom.startAgain') : t('channelRoom.start')}
        </Button>
      ) : null}
      <ConfirmModal asked={asked} onClose={() => setAsked(null)} />
      {channel.source === 'panel' ? (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon size={30} ml="auto" aria-label={t('channelRoom.more', { name: channel.name })}>
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item color="ember" leftSection={<IconTrash size={16} />} onClick={() => setAsked(remove)}>
              {t('channelRoom.remove')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </div>
  )
}
