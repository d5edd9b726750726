import { useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useCounters } from '../api/reference'
import { rooms } from './rooms'

/** The tab's title: unread messages first, so that it shows among thirty tabs. */
export function usePageTitle(): void {
  const { t } = useTranslation()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const unread = useCounters()?.inbox ?? 0
  useEffect(() => {
    const room = rooms.find((each) => path.startsWith(each.to))
    const title = room ? `${t(`rooms.${room.name}`)} · ${t('app.name')}` : t('app.name')
    document.title = unread > 0 ? `(${unread}) ${title}` : title
  }, [path, unread, t])
}
