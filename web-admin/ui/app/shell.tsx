import { useMediaQuery } from '@mantine/hooks'
import { Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { LossReasonModal } from '../deals/loss-reason-modal'
import { ConnectionBanner } from './connection-banner'
import { KeysHelp } from './keys-help'
import { Rail } from './rail'
import classes from './shell.module.css'
import { TabBar } from './tab-bar'
import { useLive } from './use-live'
import { usePageTitle } from './use-page-title'

/** The frame around every room: menu at the side, on a phone below. */
export function Shell() {
  const { t } = useTranslation()
  const wide = useMediaQuery('(min-width: 48em)', undefined, { getInitialValueInEffect: false })
  useLive()
  usePageTitle()
  return (
    <div className={classes.frame} data-wide={wide || undefined}>
      <a href="#content" className={classes.skip}>
        {t('app.skip')}
      </a>
      {wide ? <Rail /> : null}
      <div className={classes.column}>
        <ConnectionBanner />
        <main id="content" className={classes.content} tabIndex={-1}>
          <Outlet />
        </main>
        {wide ? null : <TabBar />}
      </div>
      <KeysHelp />
      <LossReasonModal />
    </div>
  )
}
