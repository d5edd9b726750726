import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProfileBody } from '../../../api/contract'
import { toastDone, toastError } from '../../parts/toast'
import { teamCommands } from '../team/team'

/** Saves a part of one's own profile and says how it went. Resolves with whether it was saved. */
export function useSaveProfile() {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const save = async (body: ProfileBody): Promise<boolean> => {
    setBusy(true)
    try {
      await teamCommands.saveProfile(body)
      toastDone(t('common.saved'))
      return true
    } catch (error) {
      toastError(error)
      return false
    } finally {
      setBusy(false)
    }
  }
  return { save, busy }
}
