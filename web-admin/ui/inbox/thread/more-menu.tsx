import { ActionIcon, Menu } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import {
  IconBan,
  IconBell,
  IconBellOff,
  IconClockPause,
  IconDotsVertical,
  IconMailOff,
  IconMailOpened,
  IconMessageChatbot,
  IconUserCheck,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ConversationView } from '../../../api/contract'
import { useSession } from '../../api/session'
import type { ConversationActions } from '../use-actions'
import { useSnoozeTimes } from '../use-snooze-times'
import { AutoreplyDrawer } from './autoreply-drawer'

/** What is wanted less often; on a phone also what the header has no room for. */
export function MoreMenu({
  conversation,
  actions,
}: {
  conversation: ConversationView
  actions: ConversationActions
}) {
  const { t } = useTranslation()
  const { me, may } = useSession()
  const [autoreplies, { open, close }] = useDisclosure(false)
  const times = useSnoozeTimes()
  const closed = conversation.status === 'closed'
  return (
    <>
      <Menu width={250}>
        <Menu.Target>
          <ActionIcon aria-label={t('thread.moreActions')}>
            <IconDotsVertical size={19} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {may.includes('conversation.assign') && conversation.assignee?.id !== me.id ? (
            <Menu.Item hiddenFrom="sm" leftSection={<IconUserCheck size={17} />} onClick={actions.take}>
              {t('thread.take')}
            </Menu.Item>
          ) : null}
          {may.includes('conversation.snooze') && !closed
            ? times.map((time) => (
                <Menu.Item
                  key={time.label}
                  hiddenFrom="sm"
                  leftSection={<IconClockPause size={17} />}
                  onClick={() => actions.snooze(time.at())}
                >
                  {t('thread.snooze')}: {time.label.toLowerCase()}
                </Menu.Item>
              ))
            : null}
          <Menu.Item leftSection={<IconMailOpened size={17} />} onClick={actions.markUnread}>
            {t('thread.markUnread')}
          </Menu.Item>
          <Menu.Item
            leftSection={conversation.muted ? <IconBell size={17} /> : <IconBellOff size={17} />}
            onClick={() => actions.mute(!conversation.muted)}
          >
            {t(conversation.muted ? 'thread.unmute' : 'thread.mute')}
          </Menu.Item>
          {may.includes('contact.block') ? (
            conversation.blocked ? (
              <Menu.Item leftSection={<IconBan size={17} />} onClick={actions.unblock}>
                {t('thread.unblock')}
              </Menu.Item>
            ) : (
              <>
                <Menu.Item leftSection={<IconMailOff size={17} />} onClick={() => actions.block('spam')}>
                  {t('thread.spam')}
                </Menu.Item>
                <Menu.Item
                  color="ember"
                  leftSection={<IconBan size={17} />}
                  onClick={() => actions.block('blocked')}
                >
                  {t('thread.block')}
                </Menu.Item>
              </>
            )
          ) : null}
          <Menu.Item leftSection={<IconMessageChatbot size={17} />} onClick={open}>
            {t('thread.autoreplies')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <AutoreplyDrawer conversationId={conversation.id} opened={autoreplies} onClose={close} />
    </>
  )
}
