import { Button, Code, CopyButton, Group, Modal, Skeleton, Stack, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { InvitationView, StaffView } from '../../../api/contract'
import { useFormat } from '../../format/use-format'
import { toastError } from '../../parts/toast'
import { teamCommands } from './team'

/** A one-time link into the managers' bot; opening the window makes a new one. */
export function Invitation({
  person,
  opened,
  onClose,
}: {
  person: StaffView
  opened: boolean
  onClose: () => void
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const [invitation, setInvitation] = useState<InvitationView | null>(null)
  useEffect(() => {
    if (!opened) return
    setInvitation(null)
    teamCommands.invite(person.id).then(setInvitation, toastError)
  }, [opened, person.id])
  const text = invitation ? (invitation.link ?? `/start ${invitation.token}`) : ''
  return (
    <Modal opened={opened} onClose={onClose} title={t('team.inviteTitle')}>
      {invitation ? (
        <Stack>
          <Text fz="sm">
            {invitation.link
              ? t('team.inviteLead', { name: person.name, time: format.moment(invitation.expiresAt) })
              : t('team.inviteNoLink')}
          </Text>
          <Code block style={{ whiteSpace: 'pre-wrap', wordBreak: 'break-all' }}>
            {text}
          </Code>
          <Group>
            <CopyButton value={text}>
              {({ copied, copy }) => (
                <Button onClick={copy} variant={copied ? 'light' : 'filled'}>
                  {copied ? t('team.copied') : t('team.copy')}
                </Button>
              )}
            </CopyButton>
          </Group>
        </Stack>
      ) : (
        <Skeleton h={90} />
      )}
    </Modal>
  )
}
