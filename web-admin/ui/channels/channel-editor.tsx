import { Alert, Button, Skeleton, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ChannelOptions } from '../../api/contract'
import { Failure } from '../parts/failure'
import { SideDrawer } from '../parts/side-drawer'
import { ChannelFacts } from './channel-facts'
import { ChannelForm } from './channel-form'
import { useChannel } from './channels'

/** A new account of a kind, or one that is there. */
export type Edited = { kind: string } | { id: string }

export function ChannelEditor({
  edited,
  options,
  onClose,
}: {
  edited: Edited | null
  options: ChannelOptions
  onClose: () => void
}) {
  const { t } = useTranslation()
  const title =
    edited && 'kind' in edited
      ? t(`channelRoom.kinds.${edited.kind}`, { defaultValue: edited.kind })
      : t('channelRoom.settings')
  return (
    <SideDrawer opened={edited !== null} onClose={onClose} title={title} position="right" size={520}>
      {edited === null ? null : 'kind' in edited ? (
        <ChannelForm kind={edited.kind} channel={null} options={options} onDone={onClose} />
      ) : (
        <Known id={edited.id} options={options} onDone={onClose} />
      )}
    </SideDrawer>
  )
}

function Known({ id, options, onDone }: { id: string; options: ChannelOptions; onDone: () => void }) {
  const { t } = useTranslation()
  const { data, error, refetch } = useChannel(id)
  if (!data)
    return error ? <Failure error={error} onRetry={() => void refetch()} compact /> : <Skeleton h={320} />
  return (
    <Stack>
      {data.source === 'environment' ? <Alert color="gray">{t('channelRoom.environmentHint')}</Alert> : null}
      <ChannelFacts facts={data.facts} />
      <ChannelForm key={data.id} kind={data.kind} channel={data} options={options} onDone={onDone} />
      <Button variant="subtle" onClick={onDone}>
        {t('common.close')}
      </Button>
    </Stack>
  )
}
