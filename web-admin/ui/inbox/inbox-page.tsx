import { Text } from '@mantine/core'
import { useDisclosure, useHotkeys, useMediaQuery } from '@mantine/hooks'
import { IconMessages } from '@tabler/icons-react'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Nothing } from '../parts/nothing'
import { SideDrawer } from '../parts/side-drawer'
import { CardPane } from './card/card-pane'
import { useConversationList } from './conversations'
import { listOnly } from './inbox-filter'
import classes from './inbox-page.module.css'
import { ListPane } from './list/list-pane'
import { ThreadPane } from './thread/thread-pane'

const place = { usePhysicalKeys: true }
const now = { getInitialValueInEffect: false }

/** Three panes side by side; on a laptop the card slides over; on a phone one pane at a time. */
export function InboxPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const filter = useSearch({ from: '/inbox' })
  const { conversationId } = useParams({ strict: false })
  const list = useConversationList(filter)
  const wide = useMediaQuery('(min-width: 48em)', undefined, now)
  const veryWide = useMediaQuery('(min-width: 78em)', undefined, now)
  const [cardOpened, card] = useDisclosure(false)

  const go = (step: number) => {
    const index = list.rows.findIndex((row) => row.id === conversationId)
    const next = list.rows[index < 0 ? 0 : index + step]
    if (next)
      void navigate({
        to: '/inbox/$conversationId',
        params: { conversationId: next.id },
        search: listOnly(filter),
      })
  }
  useHotkeys([
    ['J', () => go(1), place],
    ['K', () => go(-1), place],
  ])
  const back = () => void navigate({ to: '/inbox', search: listOnly(filter) })

  return (
    <div className={classes.panes} data-very-wide={veryWide || undefined} data-wide={wide || undefined}>
      {wide || !conversationId ? <ListPane filter={filter} list={list} pickedId={conversationId} /> : null}
      {conversationId ? (
        <ThreadPane
          conversationId={conversationId}
          at={filter.at ?? null}
          onBack={wide ? null : back}
          onCard={veryWide ? null : card.open}
        />
      ) : wide ? (
        <div className={classes.nothing}>
          <Nothing icon={IconMessages} title={t('inbox.pickTitle')} advice={t('inbox.pickAdvice')} />
        </div>
      ) : null}
      {conversationId && veryWide ? <CardPane conversationId={conversationId} /> : null}
      {conversationId && !veryWide ? (
        <SideDrawer
          opened={cardOpened}
          onClose={card.close}
          size={380}
          title={<Text fw={600}>{t('card.label')}</Text>}
          padding="md"
        >
          <CardPane conversationId={conversationId} bare />
        </SideDrawer>
      ) : null}
    </div>
  )
}
