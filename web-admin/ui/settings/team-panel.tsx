import { Badge, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStaff } from '../api/reference'
import { PersonAvatar } from '../parts/person-avatar'
import { Panel } from './panel'
import classes from './panel.module.css'

export function TeamPanel() {
  const { t } = useTranslation()
  const staff = useStaff()
  return (
    <Panel title={t('settings.team')}>
      {staff.map((person) => (
        <div key={person.id} className={classes.row}>
          <PersonAvatar name={person.name} size={34} />
          <div>
            <Text fw={500} fz="sm">
              {person.name}
            </Text>
            <div className={classes.sub}>{t(`roles.${person.role}`)}</div>
          </div>
          {person.active ? (
            <Badge color={person.linked ? 'pine' : 'gray'}>
              {person.linked ? t('settings.linked') : t('settings.notLinked')}
            </Badge>
          ) : (
            <Badge color="gray">{t('settings.inactive')}</Badge>
          )}
        </div>
      ))}
    </Panel>
  )
}
