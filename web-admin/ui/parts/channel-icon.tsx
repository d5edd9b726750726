import {
  type Icon,
  IconApi,
  IconBrandTelegram,
  IconBrandWhatsapp,
  IconDeviceMobileMessage,
  IconForms,
  IconMail,
  IconPhone,
  IconUsersGroup,
  IconWorld,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './channel-icon.module.css'

const signs = {
  telegram: IconBrandTelegram,
  whatsapp: IconBrandWhatsapp,
  site: IconWorld,
  email: IconMail,
  sms: IconDeviceMobileMessage,
  'staff-telegram': IconUsersGroup,
  api: IconApi,
  form: IconForms,
  phone: IconPhone,
} satisfies Record<string, Icon>
export type ChannelName = keyof typeof signs

/** The sign of a channel in its colour, with its name for those who do not see it. */
export function ChannelIcon({ channel, size = 16 }: { channel: ChannelName; size?: number }) {
  const { t } = useTranslation()
  const Sign = signs[channel]
  return (
    <span className={classes.sign} data-channel={channel} title={t(`channels.${channel}`)}>
      <Sign size={size} stroke={1.8} aria-hidden="true" />
      <span className="ot-said">{t(`channels.${channel}`)}</span>
    </span>
  )
}
