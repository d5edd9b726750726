import { useTranslation } from 'react-i18next'
import type { Content } from '../../../api/contract'
import classes from './content.module.css'
import { RichText } from './rich-text'

/** A question with the buttons the client saw; here they are only shown. */
export function ChoicesView({ content }: { content: Extract<Content, { type: 'choices' }> }) {
  const { t } = useTranslation()
  return (
    <>
      <RichText text={content.text} />
      <ul className={classes.choices} aria-label={t('content.choices')}>
        {content.choices.map((choice) => (
          <li key={choice.id}>{choice.label}</li>
        ))}
        {content.requestContact ? <li>{content.requestContact}</li> : null}
      </ul>
    </>
  )
}
