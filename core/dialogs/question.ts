import type { Choice, Content } from '../content.js'
import { buttons } from './button-ids.js'
import type { DialogState } from './dialog-state.js'
import { localize } from './localized.js'
import { optionsOf } from './options.js'
import type { AskStep, Script } from './script.js'
import { fillText, type ShowContext } from './show-answer.js'
import { textsIn } from './texts.js'

/** A question as it is shown: its text and the buttons that may answer it, then those that move the dialog. */
export function questionOf(
  script: Script,
  ask: AskStep,
  state: DialogState,
  context: ShowContext,
  extra: { before?: string; human?: boolean; text?: string } = {},
): Content {
  const { locale } = context
  const labels = textsIn(locale).buttons
  const text = [
    extra.before,
    extra.text ?? fillText(ask.text, script, state.answers, context),
    statementOf(ask, context),
  ]
    .filter(Boolean)
    .join('\n\n')
  const choices = answersTo(ask, state, context)
  if (ask.optional) choices.push({ id: buttons.skip(ask.id), label: labels.skip })
  if (state.history.length > 0 || state.fixing) choices.push({ id: buttons.back(ask.id), label: labels.back })
  if (extra.human) choices.push({ id: buttons.human, label: labels.human })
  const contact = contactLabel(ask, context)
  if (choices.length === 0 && contact === undefined) return { type: 'text', text: text || '…' }
  return {
    type: 'choices',
    text,
    choices,
    ...(ask.answer.type === 'multiple' ? { multiple: true } : {}),
    ...(contact === undefined ? {} : { requestContact: contact.slice(0, 60) }),
  }
}

function statementOf({ answer }: AskStep, { locale }: ShowContext): string {
  return answer.type === 'consent' ? localize(answer.statement, locale) : ''
}

function answersTo(ask: AskStep, state: DialogState, { locale }: ShowContext): Choice[] {
  const labels = textsIn(locale).buttons
  const spec = ask.answer
  if (spec.type === 'consent') {
    return [
      { id: buttons.option(ask.id, 'agree'), label: localize(spec.agree, locale) || labels.agree },
      { id: buttons.option(ask.id, 'decline'), label: localize(spec.decline, locale) || labels.decline },
    ]
  }
  const picked = spec.type === 'multiple' ? (state.picked ?? []) : []
  const choices = optionsOf(ask, state.answers).map(({ id, label }) => ({
    id: buttons.option(ask.id, id),
    label: `${picked.includes(id) ? '✓ ' : ''}${localize(label, locale)}`.slice(0, 200),
  }))
  if (picked.length > 0) choices.push({ id: buttons.done(ask.id), label: labels.done })
  return choices
}

function contactLabel({ answer }: AskStep, { locale }: ShowContext): string | undefined {
  if (answer.type === 'contact')
    return localize(answer.requestContact, locale) || textsIn(locale).buttons.sharePhone
  if (answer.type === 'phone' && answer.requestContact) return localize(answer.requestContact, locale)
  return undefined
}
