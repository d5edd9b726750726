import { IconMapPin } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../locales/i18n'
import classes from './content.module.css'

interface LocationViewProps {
  latitude: number
  longitude: number
  title?: string
}

/** A place as a link to a map: the panel itself asks no map server for anything. */
export function LocationView({ latitude, longitude, title }: LocationViewProps) {
  const { t } = useTranslation()
  const point = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`
  const href =
    currentLocale() === 'ru'
      ? `https://yandex.ru/maps/?pt=${longitude},${latitude}&z=16&l=map`
      : `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`
  return (
    <a className={classes.document} href={href} target="_blank" rel="noopener noreferrer nofollow">
      <span className={classes.documentSign} aria-hidden="true">
        <IconMapPin size={22} stroke={1.5} />
      </span>
      <span className={classes.documentName}>
        <span>{title || t('content.location')}</span>
        <span className={classes.small}>
          {point} · {t('content.openMap')}
        </span>
      </span>
    </a>
  )
}
