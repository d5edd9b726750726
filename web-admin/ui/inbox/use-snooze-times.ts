import { useTranslation } from 'react-i18next'
import { useZone } from '../format/use-format'
import { dayOf, instantOf, shiftDay, weekdayOf } from '../format/zone'

const hour = 3_600_000

/** The usual times to come back to a conversation; mornings are the company's. */
export function useSnoozeTimes(): { label: string; at: () => Date }[] {
  const { t } = useTranslation()
  const zone = useZone()
  const morning = (days: (today: string) => number) => () => {
    const today = dayOf(new Date(), zone)
    return instantOf(`${shiftDay(today, days(today))} 09:00`, zone)
  }
  return [
    { label: t('thread.snoozeHour'), at: () => new Date(Date.now() + hour) },
    { label: t('thread.snoozeThreeHours'), at: () => new Date(Date.now() + 3 * hour) },
    { label: t('thread.snoozeTomorrow'), at: morning(() => 1) },
    { label: t('thread.snoozeMonday'), at: morning((today) => 8 - weekdayOf(today)) },
  ]
}
