import type { Choice, Content } from '../content.js'
import { buttons } from './button-ids.js'
import { answerTo } from './conditions.js'
import { plain } from './controls.js'
import type { Answer, DialogState } from './dialog-state.js'
import { localize } from './localized.js'
import { type Candidate, matchChoice } from './parse-choice.js'
import { type AskStep, answerKeyOf, type Script } from './script.js'
import { mapOf } from './script-map.js'
import { clip, type ShowContext, showAnswer } from './show-answer.js'
import { textsIn } from './texts.js'

/** Buttons that a list of answers may have; a content carries thirty, one leads back. */
const MAX_LISTED = 29

/** All the answers, to be confirmed or corrected. */
export function summaryOf(
  script: Script,
  state: DialogState,
  context: ShowContext,
  before?: string,
): Content {
  const { buttons: labels, says } = textsIn(context.locale)
  const lines = answeredIn(script, state)
    .filter(({ ask }) => ask.summary)
    .map(({ ask, answer }) => `• ${labelOf(ask, context)}: ${shown(ask, answer, context)}`)
  return {
    type: 'choices',
    text: [before, [says.summary, '', ...lines].join('\n')].filter(Boolean).join('\n\n'),
    choices: [
      { id: buttons.confirm, label: labels.confirm },
      { id: buttons.fix, label: labels.fix },
    ],
  }
}

/** The answers as buttons: which one to correct. */
export function fixListOf(
  script: Script,
  state: DialogState,
  context: ShowContext,
  before?: string,
): Content {
  const { buttons: labels, says } = textsIn(context.locale)
  const choices: Choice[] = fixable(script, state)
    .slice(0, MAX_LISTED)
    .map(({ ask, answer }) => ({
      id: buttons.fixStep(ask.id),
      label: clip(`${labelOf(ask, context)}: ${shown(ask, answer, context)}`, 60),
    }))
  choices.push({ id: buttons.summary, label: labels.summary })
  return { type: 'choices', text: [before, says.whatToFix].filter(Boolean).join('\n\n'), choices }
}

/** The question that words like «телефон» or «исправить телефон» name; undefined for none or several. */
export function fixByName(script: Script, state: DialogState, said: string): string | undefined {
  const bare = said.replace(/^(?:исправить|изменить|поправить|fix|change|edit|correct) /, '')
  const candidates: Candidate[] = fixable(script, state).map(({ ask }) => ({
    id: ask.id,
    names: (['ru', 'en'] as const)
      .map((locale) => plain(localize(ask.label, locale)))
      .filter((name) => name !== ''),
  }))
  const match = matchChoice(candidates, bare)
  return typeof match === 'object' ? match.id : undefined
}

/** Whether the answer to that question can be corrected here; consent is given or taken back, not corrected. */
export function canFix(script: Script, state: DialogState, step: string): boolean {
  return fixable(script, state).some(({ ask }) => ask.id === step)
}

/** There is something to confirm. */
export function hasSummary(script: Script, state: DialogState): boolean {
  return answeredIn(script, state).some(({ ask }) => ask.summary)
}

/** What a question is called in a list. */
export function labelOf(ask: AskStep, { locale }: ShowContext): string {
  return localize(ask.label, locale) || ask.id
}

function fixable(script: Script, state: DialogState): Array<{ ask: AskStep; answer: Answer }> {
  return answeredIn(script, state).filter(({ ask }) => ask.summary && ask.answer.type !== 'consent')
}

function answeredIn(script: Script, state: DialogState): Array<{ ask: AskStep; answer: Answer }> {
  const map = mapOf(script)
  return state.history.flatMap((id) => {
    const ask = map.step(id)
    if (ask?.kind !== 'ask') return []
    const answer = answerTo(state.answers, answerKeyOf(ask))
    return answer?.step === id ? [{ ask, answer }] : []
  })
}

function shown(ask: AskStep, answer: Answer, context: ShowContext): string {
  return clip(showAnswer(ask, answer, context)) || textsIn(context.locale).shows.skipped
}
