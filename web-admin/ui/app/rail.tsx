import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCounters } from '../api/reference'
import { CountBadge } from '../parts/count-badge'
import classes from './rail.module.css'
import { rooms } from './rooms'
import { UserMenu } from './user-menu'
import { Wordmark } from './wordmark'

/** The menu at the side of a wide window. */
export function Rail() {
  const { t } = useTranslation()
  const counters = useCounters()
  return (
    <nav className={classes.rail} aria-label={t('app.menu')}>
      <Link to="/inbox" className={classes.mark} aria-label={t('app.name')}>
        <Wordmark />
      </Link>
      <ul className={classes.rooms}>
        {rooms.map((room) => {
          const count = counters ? room.count(counters) : 0
          return (
            <li key={room.name}>
              <Link to={room.to} className={classes.room} activeProps={{ 'data-active': true }}>
                <room.icon size={20} stroke={1.6} aria-hidden="true" />
                <span className={classes.name}>{t(`rooms.${room.name}`)}</span>
                <CountBadge count={count} alarm={room.alarm} />
              </Link>
            </li>
          )
        })}
      </ul>
      <UserMenu />
    </nav>
  )
}
