import { IconRosetteDiscountCheck, IconUser } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { phoneText } from '../../format/phone'
import classes from './content.module.css'

export function ContactView({ name, phone, own }: { name: string; phone: string; own: boolean }) {
  const { t } = useTranslation()
  return (
    <a className={classes.document} href={`tel:${phone.replace(/[^\d+]/g, '')}`}>
      <span className={classes.documentSign} aria-hidden="true">
        <IconUser size={22} stroke={1.5} />
      </span>
      <span className={classes.documentName}>
        <span>{name || t('content.contact')}</span>
        <span className={classes.small}>{phoneText(phone)}</span>
      </span>
      {own ? (
        <span title={t('content.ownContact')}>
          <IconRosetteDiscountCheck size={18} aria-hidden="true" />
          <span className="ot-said">{t('content.ownContact')}</span>
        </span>
      ) : null}
    </a>
  )
}
