import { ActionIcon, CopyButton, Stack, TextInput, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ChannelAccountView } from '../../api/contract'
import classes from './channels.module.css'

/** What is to be copied elsewhere: the link to a bot, the tag of a widget. */
export function ChannelFacts({ facts }: { facts: ChannelAccountView['facts'] }) {
  const { t } = useTranslation()
  return (
    <Stack gap="xs">
      {facts.map(({ name, label, value }) => (
        <div key={name} className={classes.fact}>
          <TextInput label={label} value={value} readOnly onFocus={(event) => event.currentTarget.select()} />
          <CopyButton value={value}>
            {({ copied, copy }) => (
              <Tooltip label={copied ? t('channelRoom.copied') : t('channelRoom.copy')}>
                <ActionIcon
                  size={36}
                  variant="default"
                  onClick={copy}
                  aria-label={`${t('channelRoom.copy')}: ${label}`}
                >
                  {copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
                </ActionIcon>
              </Tooltip>
            )}
          </CopyButton>
        </div>
      ))}
    </Stack>
  )
}
