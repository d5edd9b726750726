import { useTranslation } from 'react-i18next'
import type { Content } from '../../../api/contract'
import classes from './content.module.css'
import { RichText } from './rich-text'

type Asking = Extract<Content, { type: 'choices' | 'template' }>

/** A question with the buttons the client saw; here they are only shown. */
export function ChoicesView({ content }: { content: Asking }) {
  const { t } = useTranslation()
  return (
    <>
      <RichText text={content.text} />
      {content.choices.length > 0 || ('requestContact' in content && content.requestContact) ? (
        <ul className={classes.choices} aria-label={t('content.choices')}>
          {content.choices.map((choice) => (
            <li key={choice.id}>{choice.label}</li>
          ))}
          {'requestContact' in content && content.requestContact ? <li>{content.requestContact}</li> : null}
        </ul>
      ) : null}
    </>
  )
}
