import { ActionIcon, Menu } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import {
  IconBrandTelegram,
  IconBrandWhatsapp,
  IconDots,
  IconFileZip,
  IconMoonStars,
  IconPlugConnected,
  IconPlugX,
  IconUserCheck,
  IconUserX,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClientView, LinkView } from '../../api/contract'
import { address } from '../api/client'
import { useMay } from '../api/session'
import { toastDone, toastError } from '../parts/toast'
import { WordsModal } from '../parts/words-modal'
import { clientCommands } from './clients'
import { EraseModal } from './erase-modal'
import { LinkModal } from './link-modal'

const icons = {
  qualify: IconUserCheck,
  'go-quiet': IconMoonStars,
  disconnect: IconPlugX,
  reconnect: IconPlugConnected,
}

/** What else may be done with a client: the moves of its state, links into other messengers. */
export function ClientMenu({ client }: { client: ClientView }) {
  const { t } = useTranslation()
  const mayLink = useMay('contact.attach')
  const mayExport = useMay('client.export')
  const mayErase = useMay('client.erase')
  const [erasing, erase] = useDisclosure(false)
  const [leaving, leave] = useDisclosure(false)
  const [link, setLink] = useState<LinkView | null>(null)
  const say = (event: ClientView['moves'][number], why?: string) =>
    clientCommands
      .say(client.id, { event, ...(why ? { why } : {}), expectedVersion: client.version })
      .then(
        (next) => toastDone(t('clients.movedTo', { state: t(`clients.state.${next.state}`) })),
        toastError,
      )
  const makeLink = (channel: 'telegram' | 'whatsapp') =>
    clientCommands.link(client.id, channel).then(setLink, toastError)
  const channels = mayLink ? client.linkChannels : []
  if (client.moves.length + channels.length === 0 && !mayExport && !mayErase) return null
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label={t('clients.more')}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {client.moves.length > 0 ? <Menu.Label>{t('clients.moves')}</Menu.Label> : null}
          {client.moves.map((event) => {
            const Sign = icons[event]
            return (
              <Menu.Item
                key={event}
                leftSection={<Sign size={16} />}
                color={event === 'disconnect' ? 'ember' : undefined}
                onClick={() => (event === 'disconnect' ? leave.open() : void say(event))}
              >
                {t(`clients.event.${event}`)}
              </Menu.Item>
            )
          })}
          {channels.length > 0 ? <Menu.Label>{t('clients.links')}</Menu.Label> : null}
          {channels.map((channel) => (
            <Menu.Item
              key={channel}
              leftSection={
                channel === 'telegram' ? <IconBrandTelegram size={16} /> : <IconBrandWhatsapp size={16} />
              }
              onClick={() => void makeLink(channel)}
            >
              {t('clients.linkInto', { channel: t(`channels.${channel}`) })}
            </Menu.Item>
          ))}
          {mayExport || mayErase ? <Menu.Label>{t('privacy.label')}</Menu.Label> : null}
          {mayExport ? (
            <Menu.Item
              component="a"
              href={address(`/clients/${client.id}/copy`)}
              download
              leftSection={<IconFileZip size={16} />}
            >
              {t('privacy.export')}
            </Menu.Item>
          ) : null}
          {mayErase ? (
            <Menu.Item color="ember" leftSection={<IconUserX size={16} />} onClick={erase.open}>
              {t('privacy.erase')}
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <WordsModal
        opened={leaving}
        onClose={leave.close}
        title={t('clients.event.disconnect')}
        label={t('clients.whyDisconnect')}
        submit={t('clients.event.disconnect')}
        onSubmit={(why) => void say('disconnect', why)}
      />
      <EraseModal client={client} opened={erasing} onClose={erase.close} />
      <LinkModal link={link} onClose={() => setLink(null)} />
    </>
  )
}
