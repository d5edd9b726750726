import { Button, Menu, Skeleton } from '@mantine/core'
import { IconPlugConnected, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChannelOptions } from '../../api/contract'
import { useMay } from '../api/session'
import { ChannelIcon } from '../parts/channel-icon'
import { Failure } from '../parts/failure'
import { Nothing } from '../parts/nothing'
import { Page } from '../parts/page'
import { ChannelCard } from './channel-card'
import { ChannelEditor, type Edited } from './channel-editor'
import { useChannelOptions, useChannels } from './channels'
import classes from './channels.module.css'

/** Every bot, number and widget: how it is, who answers in it, and how to add one. */
export function ChannelsPage() {
  const { t } = useTranslation()
  const may = useMay('channel.manage')
  const list = useChannels()
  const options = useChannelOptions(may).data
  const [edited, setEdited] = useState<Edited | null>(null)
  return (
    <Page
      title={t('channelRoom.title')}
      lead={t('channelRoom.lead')}
      actions={may && options ? <AddMenu options={options} onAdd={(kind) => setEdited({ kind })} /> : null}
    >
      {list.data ? (
        list.data.length === 0 ? (
          <Nothing
            icon={IconPlugConnected}
            title={t('channelRoom.emptyTitle')}
            advice={t('channelRoom.emptyAdvice')}
          />
        ) : (
          <ul className={classes.list}>
            {list.data.map((channel) => (
              <ChannelCard
                key={channel.id}
                channel={channel}
                onEdit={may ? () => setEdited({ id: channel.id }) : undefined}
              />
            ))}
          </ul>
        )
      ) : list.error ? (
        <Failure error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <Skeleton h={180} />
      )}
      {options ? <ChannelEditor edited={edited} options={options} onClose={() => setEdited(null)} /> : null}
    </Page>
  )
}

function AddMenu({ options, onAdd }: { options: ChannelOptions; onAdd: (kind: string) => void }) {
  const { t } = useTranslation()
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <Button leftSection={<IconPlus size={18} />}>{t('channelRoom.add')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {options.kinds.map(({ kind, channel }) => (
          <Menu.Item
            key={kind}
            leftSection={<ChannelIcon channel={channel} size={18} />}
            onClick={() => onAdd(kind)}
          >
            {t(`channelRoom.kinds.${kind}`, { defaultValue: kind })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
