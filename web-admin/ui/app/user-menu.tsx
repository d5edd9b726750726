import { Avatar, Menu, SegmentedControl, Text, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import { IconDeviceDesktop, IconKeyboard, IconLogout, IconMoon, IconSun } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { signOut, useSession } from '../api/session'
import { initials } from '../parts/initials'
import { toastError } from '../parts/toast'
import { openKeysHelp } from './keys-help'
import { useLocale } from './use-locale'
import classes from './user-menu.module.css'

/** Who I am, language, light or dark, sign out. */
export function UserMenu({ compact = false }: { compact?: boolean }) {
  const { t } = useTranslation()
  const { me } = useSession()
  return (
    <Menu position="right-end" width={280} closeOnItemClick withinPortal>
      <Menu.Target>
        <UnstyledButton
          className={classes.me}
          aria-label={t('app.profile', { name: me.name })}
          data-compact={compact || undefined}
        >
          <Avatar color="pine" radius="xl" size={34}>
            {initials(me.name)}
          </Avatar>
          <span className={classes.who}>
            <Text fz="sm" fw={500} truncate>
              {me.name}
            </Text>
            <Text fz="xs" c="dimmed" truncate>
              {t(`roles.${me.role}`)}
            </Text>
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <UserMenuItems />
      </Menu.Dropdown>
    </Menu>
  )
}

/** The lines of the menu; a phone shows them in its sheet. */
export function UserMenuItems() {
  const { t } = useTranslation()
  const { me } = useSession()
  return (
    <>
      <div className={classes.head}>
        <Text fw={600} fz="sm">
          {me.name}
        </Text>
        <Text fz="xs" c="dimmed">
          {me.email}
        </Text>
      </div>
      <div className={classes.choices}>
        <LocaleChoice />
        <SchemeChoice />
      </div>
      <Menu.Divider />
      <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={openKeysHelp}>
        {t('app.shortcuts')}
      </Menu.Item>
      <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => signOut().catch(toastError)}>
        {t('app.signOut')}
      </Menu.Item>
    </>
  )
}

export function LocaleChoice() {
  const { t } = useTranslation()
  const { locale, choose } = useLocale()
  return (
    <SegmentedControl
      fullWidth
      size="xs"
      aria-label={t('app.language')}
      value={locale}
      onChange={(value) => choose(value === 'en' ? 'en' : 'ru')}
      data={[
        { value: 'ru', label: t('app.russian') },
        { value: 'en', label: t('app.english') },
      ]}
    />
  )
}

const schemeIcons = { light: IconSun, auto: IconDeviceDesktop, dark: IconMoon }

export function SchemeChoice() {
  const { t } = useTranslation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const names = { light: t('app.themeLight'), auto: t('app.themeAuto'), dark: t('app.themeDark') }
  return (
    <SegmentedControl
      fullWidth
      size="xs"
      aria-label={t('app.theme')}
      value={colorScheme}
      onChange={(value) => setColorScheme(value)}
      data={(['light', 'auto', 'dark'] as const).map((value) => {
        const Sign = schemeIcons[value]
        return {
          value,
          label: (
            <span className={classes.scheme} title={names[value]}>
              <Sign size={15} aria-hidden="true" />
              <span className="ot-said">{names[value]}</span>
            </span>
          ),
        }
      })}
    />
  )
}
