import { IconExternalLink, IconPhone } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { TemplateView } from '../../api/contract'
import { filled } from './templates'
import classes from './templates.module.css'

type Words = Pick<TemplateView, 'header' | 'body' | 'footer' | 'buttons'>

interface TemplatePreviewProps {
  template: Words
  /** By `<place>:<key>`. */
  values: Readonly<Record<string, string>>
}

/** What the client will see. */
export function TemplatePreview({ template, values }: TemplatePreviewProps) {
  const { t } = useTranslation()
  return (
    <figure className={classes.preview} aria-label={t('templates.preview')}>
      <div className={classes.bubble}>
        {template.header ? <b>{filled(template.header, 'header', values)}</b> : null}
        <p>{filled(template.body, 'body', values) || t('templates.bodyPlaceholder')}</p>
        {template.footer ? <small>{template.footer}</small> : null}
      </div>
      {template.buttons.map((button, index) => (
        // Buttons have no ids and do not move while they are shown.
        // biome-ignore lint/suspicious/noArrayIndexKey: their place is what tells them apart
        <span key={index} className={classes.button}>
          {button.type === 'url' ? <IconExternalLink size={14} aria-hidden="true" /> : null}
          {button.type === 'phone' ? <IconPhone size={14} aria-hidden="true" /> : null}
          {button.label}
        </span>
      ))}
    </figure>
  )
}
