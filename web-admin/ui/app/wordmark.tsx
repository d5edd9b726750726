import { useTranslation } from 'react-i18next'
import classes from './wordmark.module.css'

/** The sign and the name. In a narrow rail the name hides by itself. */
export function Wordmark({ large = false }: { large?: boolean }) {
  const { t } = useTranslation()
  return (
    <span className={classes.wordmark} data-large={large || undefined}>
      <svg viewBox="0 0 32 32" className={classes.sign} aria-hidden="true">
        <title>{t('app.name')}</title>
        <rect width="32" height="32" rx="9" className={classes.tile} />
        <path
          d="M16 7.5a8.5 8.5 0 0 1 0 17H8.6a.6.6 0 0 1-.5-.95l1.5-2.05A8.5 8.5 0 0 1 16 7.5Z"
          fill="#fff"
        />
        <path d="M12.6 16a3.4 3.4 0 0 1 6.8 0" className={classes.echo} />
        <circle cx="16" cy="17.6" r="1.5" fill="#f0713d" />
      </svg>
      <span className={classes.name}>{t('app.name')}</span>
    </span>
  )
}
