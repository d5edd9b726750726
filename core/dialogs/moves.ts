import type { Content } from '../content.js'
import { buttons } from './button-ids.js'
import { answerTo } from './conditions.js'
import type { Answer, DialogState } from './dialog-state.js'
import { fill } from './localized.js'
import { questionOf } from './question.js'
import { type AskStep, answerKeyOf } from './script.js'
import { mapOf } from './script-map.js'
import { fillText } from './show-answer.js'
import { fixListOf, hasSummary, labelOf, summaryOf } from './summary.js'
import { textsIn } from './texts.js'
import type { DialogContext, DialogEffect, DialogTurn, Scene } from './turn.js'
import { forget, keepOnly, type Walk, walk } from './walk.js'

/** A state with the marks of the present screen taken off, so that the next one starts clean. */
function moved(state: DialogState, context: DialogContext, change: Partial<DialogState>): DialogState {
  const { scriptId, version, status, step, answers, history } = state
  const updatedAt = context.now.toISOString()
  return { scriptId, version, status, step, answers, history, retries: 0, updatedAt, ...change }
}

/** The same screen with its marks, only touched. */
function touched(state: DialogState, context: DialogContext, change: Partial<DialogState> = {}): DialogState {
  return { ...state, updatedAt: context.now.toISOString(), ...change }
}

function say(text: string): Content[] {
  return text === '' ? [] : [{ type: 'text', text }]
}

/** The question that waits; undefined where the state points at nothing that can be asked. */
export function waitingAsk({ script, state }: Scene): AskStep | undefined {
  const step = state.step === null ? undefined : mapOf(script).step(state.step)
  return step?.kind === 'ask' ? step : undefined
}

/** Where a walk has led: the next question, the summary, a person, or the end. */
export function arrive(scene: Scene, found: Walk, effects: DialogEffect[] = []): DialogTurn {
  const { script, state, context } = scene
  const { answers, path } = found
  const says = found.says.flatMap((step) => say(fillText(step.text, script, answers, context)))
  switch (found.at) {
    case 'ask': {
      const fixing = state.fixing ? { fixing: true as const } : {}
      const next = moved(state, context, {
        status: 'running',
        step: found.step.id,
        answers,
        history: path,
        ...fixing,
      })
      return {
        state: next,
        replies: [...says, questionOf(script, found.step, next, context)],
        effects: [...effects, { type: 'asked', step: found.step.id }],
      }
    }
    case 'end': {
      const next = moved(state, context, {
        status: 'confirming',
        step: found.step?.id ?? null,
        answers: keepOnly(answers, path),
        history: path,
      })
      const there = { ...scene, state: next }
      const turn = script.confirm && hasSummary(script, next) ? showSummary(there) : complete(there)
      return {
        ...turn,
        replies: [...(state.fixing ? [] : says), ...turn.replies],
        effects: [...effects, ...turn.effects],
      }
    }
    case 'handover': {
      const text =
        fillText(found.step.text, script, answers, context) || textsIn(context.locale).says.humanScript
      const turn = handOver(
        { ...scene, state: { ...state, answers, history: path } },
        found.step.reason,
        text,
      )
      return { ...turn, replies: [...says, ...turn.replies], effects: [...effects, ...turn.effects] }
    }
    case 'broken': {
      const turn = breakDown(state, context)
      return { ...turn, effects: [...effects, ...turn.effects] }
    }
  }
}

/** Keeps an answer and goes on: forward, or in a correction back to the summary by way of what became open. */
export function record(
  scene: Scene,
  ask: AskStep,
  answer: Answer,
  into?: { key: string; words: string },
): DialogTurn {
  const { script, state } = scene
  const map = mapOf(script)
  const key = answerKeyOf(ask)
  const side = 'options' in ask.answer ? ask.answer.options.flatMap((option) => option.into ?? []) : []
  const before =
    side.length === 0
      ? state.answers
      : Object.fromEntries(Object.entries(state.answers).filter(([name]) => !side.includes(name)))
  const answers = { ...before, [key]: answer }
  if (into) {
    answers[into.key] = {
      ...answer,
      step: map.askFor(into.key)?.id ?? ask.id,
      raw: into.words,
      value: into.words,
    }
  }
  const found = state.fixing
    ? walk(script, map.entry, [], answers)
    : walk(script, map.next(ask), [...state.history, ask.id], answers)
  return arrive(scene, found, [{ type: 'answer-recorded', key, step: ask.id }])
}

/** The present question once more, with a word before it; not counted as a failure. */
export function askAgain(scene: Scene, ask: AskStep, before?: string): DialogTurn {
  const state = touched(scene.state, scene.context)
  return { state, replies: [questionOf(scene.script, ask, state, scene.context, { before })], effects: [] }
}

/** The answer did not fit: why, and the buttons again. After too many a person takes over. */
export function refuse(scene: Scene, ask: AskStep, why: string): DialogTurn {
  const { script, context } = scene
  const retries = scene.state.retries + 1
  const texts = textsIn(context.locale)
  if (retries >= ask.maxRetries) return handOver(scene, 'too-many-retries', texts.says.humanNeeded)
  const state = touched(scene.state, context, { retries })
  const hint = retries > 1 ? [texts.says.humanHint] : []
  const reply = questionOf(script, ask, state, context, {
    text: [why, ...hint].join('\n\n'),
    human: retries > 1,
  })
  return { state, replies: [reply], effects: [] }
}

/** Options of a multiple choice as picked so far. */
export function showPicked(scene: Scene, ask: AskStep, picked: string[]): DialogTurn {
  const { script, context } = scene
  const { says } = textsIn(context.locale)
  const state = touched(scene.state, context, { picked, retries: 0 })
  const chosen = questionOf(script, ask, state, context)
  const labels =
    chosen.type === 'choices'
      ? chosen.choices.flatMap(({ label }) => (label.startsWith('✓ ') ? label.slice(2) : []))
      : []
  const text =
    labels.length === 0
      ? says.pickedNone
      : fill(says.picked, (name) => (name === 'options' ? labels.join(', ') : undefined))
  return { state, replies: [questionOf(script, ask, state, context, { text })], effects: [] }
}

/** One question back, its answer forgotten; from a correction that changed nothing, back to the summary. */
export function goBack(scene: Scene, ask: AskStep | undefined): DialogTurn {
  const { script, state, context } = scene
  if (state.fixing && ask && answerTo(state.answers, answerKeyOf(ask))?.step === ask.id)
    return leaveFixing(scene)
  const last = state.history.at(-1)
  if (last === undefined) {
    if (!ask) return breakDown(state, context)
    return askAgain(scene, ask, textsIn(context.locale).says.firstQuestion)
  }
  const target = mapOf(script).step(last)
  if (target?.kind !== 'ask') return breakDown(state, context)
  const next = moved(state, context, {
    status: 'running',
    step: last,
    history: state.history.slice(0, -1),
    answers: forget(state.answers, [last]),
    ...(state.fixing ? { fixing: true as const } : {}),
  })
  return {
    state: next,
    replies: [questionOf(script, target, next, context)],
    effects: [{ type: 'asked', step: last }],
  }
}

/** Asks one question again from the summary; its old answer stays until there is a new one. */
export function fix(scene: Scene, stepId: string): DialogTurn {
  const { script, state, context } = scene
  const ask = mapOf(script).step(stepId)
  if (ask?.kind !== 'ask') return breakDown(state, context)
  const next = moved(state, context, { status: 'running', step: stepId, fixing: true })
  return {
    state: next,
    replies: [questionOf(script, ask, next, context)],
    effects: [{ type: 'asked', step: stepId }],
  }
}

/** From a correction that was not made back to the summary: the way there is walked anew. */
export function leaveFixing(scene: Scene): DialogTurn {
  const { script, state } = scene
  return arrive(scene, walk(script, mapOf(script).entry, [], state.answers))
}

export function showSummary(scene: Scene, before?: string): DialogTurn {
  const { script, context } = scene
  const { choosing: _choosing, ...rest } = scene.state
  const state = touched(rest, context)
  return { state, replies: [summaryOf(script, state, context, before)], effects: [] }
}

export function showFixList(scene: Scene, before?: string): DialogTurn {
  const { script, context } = scene
  const state = touched(scene.state, context, { choosing: true })
  return { state, replies: [fixListOf(script, state, context, before)], effects: [] }
}

export function complete(scene: Scene): DialogTurn {
  const { script, state, context } = scene
  const end = state.step === null ? undefined : mapOf(script).step(state.step)
  const text = end?.kind === 'end' ? fillText(end.text, script, state.answers, context) : ''
  const { answers } = state
  return {
    state: moved(state, context, { status: 'completed' }),
    replies: say(text || textsIn(context.locale).says.completed),
    effects: [{ type: 'completed', answers }],
  }
}

export function cancel({ state, context }: Scene): DialogTurn {
  return {
    state: moved(state, context, { status: 'cancelled' }),
    replies: say(textsIn(context.locale).says.cancelled),
    effects: [{ type: 'cancelled', step: state.step }],
  }
}

export function handOver({ state, context }: Scene, reason: string, text: string): DialogTurn {
  return {
    state: moved(state, context, { status: 'handed-over' }),
    replies: say(text),
    effects: [{ type: 'handover', reason, step: state.step }],
  }
}

/** The script or the state is not what it should be: a person takes over, never silence. */
export function breakDown(state: DialogState, context: DialogContext): DialogTurn {
  return {
    state: { ...state, status: 'handed-over', updatedAt: context.now.toISOString() },
    replies: say(textsIn(context.locale).says.humanBroken),
    effects: [{ type: 'handover', reason: 'broken-script', step: state.step ?? null }],
  }
}

export function pause(scene: Scene): DialogTurn {
  const { state, context } = scene
  return {
    state: asPaused(state, context),
    replies: say(textsIn(context.locale).says.paused),
    effects: [{ type: 'paused' }],
  }
}

/** «Вы остановились на вопросе…»: where the dialog was left and whether to go on. */
export function greetAgain(scene: Scene): DialogTurn {
  const { state, context } = scene
  const texts = textsIn(context.locale)
  const retries = state.status === 'paused' ? state.retries + 1 : 0
  if (retries >= MAX_GREETINGS) return handOver(scene, 'too-many-retries', texts.says.humanNeeded)
  const effects: DialogEffect[] = state.status === 'paused' ? [] : [{ type: 'paused' }]
  return { state: { ...asPaused(state, context), retries }, replies: [greetingOf(scene)], effects }
}

/** Whoever writes other things to a paused dialog so many times wants a person. */
const MAX_GREETINGS = 3

export function greetingOf(scene: Scene): Content {
  const { script, state, context } = scene
  const { says, buttons: labels } = textsIn(context.locale)
  const ask = waitingAsk(scene)
  const question =
    ask && (ask.label ? labelOf(ask, context) : fillText(ask.text, script, state.answers, context))
  return {
    type: 'choices',
    text: question ? fill(says.resumeAtQuestion, () => question) : says.resumeAtSummary,
    choices: [
      { id: buttons.resume, label: labels.resume },
      { id: buttons.restart, label: labels.restart },
      { id: buttons.human, label: labels.human },
    ],
  }
}

/** Back to the screen where the dialog was paused, marks and all. */
export function unpaused(scene: Scene): Scene {
  const { paused, ...state } = scene.state
  const status = paused ?? (waitingAsk(scene) ? 'running' : 'confirming')
  return { ...scene, state: { ...state, status, retries: 0 } }
}

function asPaused(state: DialogState, context: DialogContext): DialogState {
  const from =
    state.status === 'confirming'
      ? 'confirming'
      : state.status === 'paused'
        ? (state.paused ?? 'running')
        : 'running'
  return touched(state, context, { status: 'paused', paused: from })
}

/** What is on the screen now, shown once more. */
export function showAgain(scene: Scene, before?: string): DialogTurn {
  if (scene.state.status === 'paused') return greetAgain(scene)
  if (scene.state.status === 'confirming') {
    return scene.state.choosing ? showFixList(scene, before) : showSummary(scene, before)
  }
  const ask = waitingAsk(scene)
  return ask ? askAgain(scene, ask, before) : breakDown(scene.state, scene.context)
}
