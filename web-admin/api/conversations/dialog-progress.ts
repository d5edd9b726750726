import type { Core } from '../../../core/context.js'
import { answerTo, holds } from '../../../core/dialogs/conditions.js'
import type { DialogState } from '../../../core/dialogs/dialog-state.js'
import { localize } from '../../../core/dialogs/localized.js'
import { answerKeyOf, type Script } from '../../../core/dialogs/script.js'
import { ScriptLibrary } from '../../../core/dialogs/script-library.js'
import { mapOf } from '../../../core/dialogs/script-map.js'
import { type ShowContext, showAnswer } from '../../../core/dialogs/show-answer.js'
import { labelOf } from '../../../core/dialogs/summary.js'
import type { ConversationView } from './schema.js'

const libraries = new WeakMap<Core, ScriptLibrary>()

/** How far a running dialog is, and what it has heard. A script that is gone still says that a dialog runs. */
export async function dialogProgress(
  core: Core,
  state: DialogState,
): Promise<NonNullable<ConversationView['dialog']>> {
  let library = libraries.get(core)
  if (!library) {
    library = new ScriptLibrary(core)
    libraries.set(core, library)
  }
  const { scriptId, step } = state
  const script = await library.get(scriptId, state.version)
  if (!script) return { scriptId, step, title: null, position: null, total: null, answers: [] }
  const context = { locale: core.company.locale, zone: core.company.zone }
  const ahead = state.status === 'confirming' ? 0 : questionsAhead(script, state)
  const total = state.history.length + ahead
  return {
    scriptId,
    step,
    title: localize(script.title, context.locale),
    position: Math.min(state.history.length + 1, total),
    total,
    answers: answered(script, state, context),
  }
}

/** Questions from the present one on, by the way the answers known so far lead. */
function questionsAhead(script: Script, state: DialogState): number {
  const map = mapOf(script)
  const seen = new Set(state.history)
  let count = 0
  for (let id: string | undefined = state.step ?? undefined; id !== undefined && !seen.has(id); ) {
    const step = map.step(id)
    if (!step || step.kind === 'end' || step.kind === 'handover') break
    seen.add(id)
    const met = holds(step.when, state.answers)
    if (met && step.kind === 'ask') count += 1
    const turn =
      met && step.kind === 'branch' ? step.cases.find((one) => holds(one.if, state.answers)) : undefined
    id = turn?.next ?? map.next(step)
  }
  return count
}

function answered(script: Script, state: DialogState, context: ShowContext) {
  const map = mapOf(script)
  return state.history.flatMap((id) => {
    const step = map.step(id)
    if (step?.kind !== 'ask') return []
    const answer = answerTo(state.answers, answerKeyOf(step))
    const text = answer ? showAnswer(step, answer, context) : ''
    return text === '' ? [] : [{ label: labelOf(step, context), text }]
  })
}
