import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconCheck, IconUserOff, IconUserPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ConversationView } from '../../../api/contract'
import { useStaff } from '../../api/reference'
import { useSession } from '../../api/session'
import { PersonAvatar } from '../../parts/person-avatar'

interface AssignMenuProps {
  conversation: ConversationView
  onAssign: (assigneeId: string | null, name: string) => void
}

export function AssignMenu({ conversation, onAssign }: AssignMenuProps) {
  const { t } = useTranslation()
  const { me } = useSession()
  const staff = useStaff().filter((each) => each.active)
  const ordered = [...staff.filter((each) => each.id === me.id), ...staff.filter((each) => each.id !== me.id)]
  const { assignee } = conversation
  return (
    <Menu width={260} trapFocus>
      <Tooltip label={t('thread.assign')}>
        <Menu.Target>
          <ActionIcon aria-label={t('thread.assign')}>
            {assignee ? <PersonAvatar name={assignee.name} size={26} /> : <IconUserPlus size={19} />}
          </ActionIcon>
        </Menu.Target>
      </Tooltip>
      <Menu.Dropdown>
        <Menu.Label>{t('thread.assignTo')}</Menu.Label>
        {ordered.map((each) => (
          <Menu.Item
            key={each.id}
            leftSection={<PersonAvatar name={each.name} size={24} />}
            rightSection={assignee?.id === each.id ? <IconCheck size={16} /> : null}
            onClick={() => onAssign(each.id, each.name)}
          >
            {each.id === me.id ? `${each.name} (${t('common.me').toLowerCase()})` : each.name}
          </Menu.Item>
        ))}
        {assignee ? (
          <>
            <Menu.Divider />
            <Menu.Item leftSection={<IconUserOff size={17} />} onClick={() => onAssign(null, '')}>
              {t('thread.unassign')}
            </Menu.Item>
          </>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  )
}
