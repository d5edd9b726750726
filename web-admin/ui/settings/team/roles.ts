import { useTranslation } from 'react-i18next'
import { useSession } from '../../api/session'

const roles = ['admin', 'head', 'sales', 'account', 'assistant', 'marketer'] as const

/** Roles this person may give; only administrators make administrators. */
export function useRoles() {
  const { t } = useTranslation()
  const { me } = useSession()
  return roles
    .filter((role) => role !== 'admin' || me.role === 'admin')
    .map((value) => ({ value, label: t(`roles.${value}`) }))
}
