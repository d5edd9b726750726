import { Button, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useSession } from '../api/session'
import { useFormat } from '../format/use-format'
import { ChannelIcon } from '../parts/channel-icon'
import { Panel } from './panel'
import classes from './panel.module.css'

export function ChannelsPanel() {
  const { t } = useTranslation()
  const { channels } = useSession()
  const format = useFormat()
  return (
    <Panel title={t('settings.channels')} lead={t('settings.channelsLead')}>
      {channels.length === 0 ? <Text c="dimmed">{t('settings.noChannels')}</Text> : null}
      {channels.map((channel) => (
        <div key={channel.accountId} className={classes.row}>
          <ChannelIcon channel={channel.kind} size={22} />
          <div>
            <Text fw={500} fz="sm">
              {channel.name}
            </Text>
            <div className={classes.sub}>{t(`channels.${channel.kind}`)}</div>
          </div>
          <div className={classes.sub}>
            {t('settings.maxFile', { size: format.size(channel.maxFileOut) })}
          </div>
        </div>
      ))}
      <Button component={Link} to="/channels" variant="default" size="sm" mt="sm">
        {t('settings.openChannels')}
      </Button>
    </Panel>
  )
}
