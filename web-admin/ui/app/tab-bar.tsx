import { Menu, UnstyledButton } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { Link, useRouterState } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCounters } from '../api/reference'
import { CountBadge } from '../parts/count-badge'
import { rooms } from './rooms'
import classes from './tab-bar.module.css'
import { UserMenuItems } from './user-menu'

const first = rooms.filter((room) => ['inbox', 'deals', 'clients', 'tasks'].includes(room.name))
const rest = rooms.filter((room) => !first.includes(room))

/** The menu of a phone. Hidden while a conversation is open: the keyboard needs the room. */
export function TabBar() {
  const { t } = useTranslation()
  const counters = useCounters()
  const path = useRouterState({ select: (state) => state.location.pathname })
  if (/^\/inbox\/./.test(path)) return null
  const inRest = rest.some((room) => path.startsWith(room.to))
  const restCount = counters ? rest.reduce((sum, room) => sum + room.count(counters), 0) : 0
  return (
    <nav className={classes.bar} aria-label={t('app.menu')}>
      {first.map((room) => (
        <Link key={room.name} to={room.to} className={classes.tab} activeProps={{ 'data-active': true }}>
          <room.icon size={22} stroke={1.6} aria-hidden="true" />
          <span>{t(`rooms.${room.name}`)}</span>
          <span className={classes.badge}>
            <CountBadge count={counters ? room.count(counters) : 0} alarm={room.alarm} />
          </span>
        </Link>
      ))}
      <Menu position="top-end" width={280}>
        <Menu.Target>
          <UnstyledButton className={classes.tab} data-active={inRest || undefined}>
            <IconDots size={22} stroke={1.6} aria-hidden="true" />
            <span>{t('app.more')}</span>
            <span className={classes.badge}>
              <CountBadge count={restCount} />
            </span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {rest.map((room) => (
            <Menu.Item
              key={room.name}
              component={Link}
              to={room.to}
              leftSection={<room.icon size={18} stroke={1.6} />}
              rightSection={<CountBadge count={counters ? room.count(counters) : 0} alarm={room.alarm} />}
            >
              {t(`rooms.${room.name}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <UserMenuItems />
        </Menu.Dropdown>
      </Menu>
    </nav>
  )
}
