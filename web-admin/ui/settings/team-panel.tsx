import { Button, Group, Text } from '@mantine/core'
import { IconArrowsSplit2, IconHistory, IconUserCircle, IconUsers } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useStaff } from '../api/reference'
import { useMay } from '../api/session'
import { Panel } from './panel'
import { useRouting } from './routing/routing'
import { PresenceBadge } from './team/presence-badge'
import { useProfile } from './team/team'

/** My profile in a line, with the way to it. */
export function ProfilePanel() {
  const { t } = useTranslation()
  const me = useProfile().data
  return (
    <Panel title={t('profile.title')} lead={t('profile.lead')}>
      <Group>
        {me?.presence ? <PresenceBadge presence={me.presence} /> : null}
        <Button
          variant="default"
          leftSection={<IconUserCircle size={16} />}
          renderRoot={(props) => <Link to="/settings/profile" {...props} />}
        >
          {t('profile.open')}
        </Button>
      </Group>
    </Panel>
  )
}

/** The team in a line, with the way to it. */
export function TeamPanel() {
  const { t } = useTranslation()
  const active = useStaff().filter((person) => person.active)
  return (
    <Panel title={t('team.title')} lead={t('team.lead')}>
      <Text fz="sm" mb="sm">
        {active.map(({ name }) => name).join(', ')}
      </Text>
      <Button
        variant="default"
        leftSection={<IconUsers size={16} />}
        renderRoot={(props) => <Link to="/settings/team" {...props} />}
      >
        {t('team.open')}
      </Button>
    </Panel>
  )
}

export function RoutingPanel() {
  const { t } = useTranslation()
  const working = useRouting().data?.rules.filter((rule) => rule.enabled).length ?? 0
  return (
    <Panel title={t('routing.title')} lead={t('routing.lead')}>
      <Text fz="sm" mb="sm">
        {working === 0 ? t('routing.panelNone') : t('routing.panelSome', { count: working })}
      </Text>
      <Button
        variant="default"
        leftSection={<IconArrowsSplit2 size={16} />}
        renderRoot={(props) => <Link to="/settings/routing" {...props} />}
      >
        {t('routing.open')}
      </Button>
    </Panel>
  )
}

export function AuditPanel() {
  const { t } = useTranslation()
  if (!useMay('audit.read')) return null
  return (
    <Panel title={t('audit.title')} lead={t('audit.lead')}>
      <Button
        variant="default"
        leftSection={<IconHistory size={16} />}
        renderRoot={(props) => <Link to="/settings/audit" search={{}} {...props} />}
      >
        {t('audit.open')}
      </Button>
    </Panel>
  )
}
