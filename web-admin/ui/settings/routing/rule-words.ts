import { useTranslation } from 'react-i18next'
import type { RoutingRuleView } from '../../../api/contract'
import { useStaff } from '../../api/reference'
import { useAccountNames } from '../../api/session'
import { useDepartments } from '../team/team'
import type { Condition } from './routing'

/** A rule in a line: who, how, and on which conditions. */
export function useRuleWords() {
  const { t } = useTranslation()
  const staff = useStaff()
  const accountName = useAccountNames()
  const departments = useDepartments().data
  const target = ({ target }: RoutingRuleView): string => {
    switch (target.kind) {
      case 'person':
        return staff.find(({ id }) => id === target.staffId)?.name ?? t('routing.gone')
      case 'department':
        return departments?.find(({ id }) => id === target.departmentId)?.name ?? t('routing.gone')
      case 'roles':
        return target.roles.map((role) => t(`roles.${role}`)).join(', ')
    }
  }
  const condition = (each: Condition): string => {
    switch (each.kind) {
      case 'channel':
        return each.channels.map((channel) => t(`channels.${channel}`)).join(', ')
      case 'account':
        return each.accountIds.map(accountName).join(', ')
      case 'source':
        return `${t('routing.conditions.source')}: ${each.sources.join(', ')}`
      case 'answer':
        return `${each.question} ${t(`routing.compare.${each.is}`)} ${each.is === 'given' ? '' : each.value}`.trim()
      case 'hours':
        return t(`routing.hours.${each.open ? 'open' : 'closed'}`)
      case 'load':
        return `${t('routing.loadBelow')} ${each.below}`
      case 'owner':
        return `${t('routing.conditions.owner')}: ${t(`routing.owners.${each.is}`)}`
    }
  }
  return {
    who: (rule: RoutingRuleView) =>
      [
        t('routing.summary', {
          target: target(rule),
          strategy: t(`routing.strategies.${rule.strategy}`).toLowerCase(),
        }),
        rule.passOnAfter === null ? '' : t('routing.passOnShort', { count: rule.passOnAfter }),
      ]
        .filter(Boolean)
        .join(', '),
    when: ({ when }: RoutingRuleView) => when.map(condition).join(' · ') || t('routing.always'),
  }
}
