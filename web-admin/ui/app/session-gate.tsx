import { Center, Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { whenSignedOut } from '../api/client'
import { forgetSession, sessionQuery } from '../api/session'
import { currentLocale, switchLocale } from '../locales/i18n'
import { Failure } from '../parts/failure'
import { SignInPage } from '../sign-in/sign-in-page'
import { Shell } from './shell'

/** The door: the panel for those who are signed in, the sign-in form at the same address for the others. */
export function SessionGate() {
  const { t } = useTranslation()
  const { data: session, error, refetch, isPending } = useQuery(sessionQuery)
  const wasIn = useRef(false)
  if (session) wasIn.current = true

  useEffect(() => whenSignedOut(forgetSession), [])
  useEffect(() => {
    if (session && session.me.locale !== currentLocale()) void switchLocale(session.me.locale)
  }, [session])

  if (session) return <Shell />
  if (isPending) {
    return (
      <Center h="100dvh">
        <Loader aria-label={t('app.loading')} />
      </Center>
    )
  }
  if (error) return <Failure error={error} onRetry={() => void refetch()} />
  return <SignInPage ended={wasIn.current} />
}
