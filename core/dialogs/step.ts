import type { Content } from '../content.js'
import { type Press, readPress } from './button-ids.js'
import { asksForHuman, controlOf, means, plain } from './controls.js'
import type { Answers, DialogState } from './dialog-state.js'
import { localize } from './localized.js'
import {
  arrive,
  askAgain,
  breakDown,
  cancel,
  complete,
  fix,
  goBack,
  greetAgain,
  greetingOf,
  handOver,
  leaveFixing,
  pause,
  record,
  refuse,
  showAgain,
  showFixList,
  showPicked,
  showSummary,
  unpaused,
  waitingAsk,
} from './moves.js'
import { candidateOf, optionsOf } from './options.js'
import { questionOf } from './question.js'
import { readAnswer } from './read-answer.js'
import { type AskStep, answerKeyOf, type Script } from './script.js'
import { mapOf } from './script-map.js'
import { isRunning } from './stop-dialog.js'
import { canFix, fixByName, fixListOf, summaryOf } from './summary.js'
import { retryText, textsIn } from './texts.js'
import type { DialogContext, DialogTurn, Scene } from './turn.js'
import { forget, walk } from './walk.js'

export type { DialogState } from './dialog-state.js'
export type { DialogContext, DialogEffect, DialogTurn } from './turn.js'

/** Begins a dialog: the greeting and the first question. */
export function start(script: Script, context: DialogContext): DialogTurn {
  const state: DialogState = {
    scriptId: script.id,
    version: script.version,
    status: 'running',
    step: null,
    answers: {},
    history: [],
    retries: 0,
    updatedAt: context.now.toISOString(),
  }
  const scene = { script, state, context }
  return arrive(scene, walk(script, mapOf(script).entry, [], {}))
}

/**
 * Takes what the person said. Pure: the same state and message give the same turn. Never throws: a script that is gone,
 * of another version or at odds with the state hands over to a person. A dialog that is over says nothing more.
 */
export function step(
  script: Script | null,
  state: DialogState,
  content: Content,
  context: DialogContext,
): DialogTurn {
  if (!isRunning(state)) return { state, replies: [], effects: [] }
  if (script === null || script.id !== state.scriptId || script.version !== state.version)
    return breakDown(state, context)
  if (!isWhole(state)) return breakDown(state, context)
  try {
    return take({ script, state, context }, content)
  } catch {
    // Whatever is wrong with a stored state, the person in the chat gets a person, not silence.
    return breakDown(state, context)
  }
}

/** A state that lost its answers must not go on as if nobody had said anything. */
function isWhole({ answers, history }: DialogState): boolean {
  return answers !== null && typeof answers === 'object' && Array.isArray(history)
}

/** What a message is before the question is looked at. */
interface Heard {
  content: Content
  /** The words, made comparable; empty for a press and for wordless content. */
  said: string
  press?: Press
}

function take(scene: Scene, content: Content): DialogTurn {
  const heard = hear(scene, content)
  const { script, state, context } = scene
  const { says } = textsIn(context.locale)
  const { press, said } = heard
  const control = press?.kind === 'control' ? press.control : commandIn(scene, heard)

  const ask = waitingAsk(scene)
  const bare = !(state.status === 'running' && ask?.answer.type === 'text')
  if (control === 'human' || asksForHuman(said || captionOf(content), bare))
    return handOver(scene, 'asked', says.humanAsked)
  if (control === 'cancel') return cancel(scene)
  if (control === 'restart') {
    const turn = start(script, context)
    return { ...turn, effects: [{ type: 'restarted' }, ...turn.effects] }
  }

  if (state.status === 'paused' || isStale(scene)) {
    if (control === 'resume' || (state.status === 'paused' && means(said, 'yes'))) {
      const turn = showAgain(unpaused(scene))
      return { ...turn, effects: [{ type: 'resumed' }, ...turn.effects] }
    }
    if (!answersNow(unpaused(scene), heard)) {
      return state.status === 'paused' && means(said, 'no') ? cancel(scene) : greetAgain(scene)
    }
    const turn = takeOpen(unpaused(scene), heard, control)
    return { ...turn, effects: [{ type: 'resumed' }, ...turn.effects] }
  }
  return takeOpen(scene, heard, control)
}

function takeOpen(scene: Scene, heard: Heard, control: Command): DialogTurn {
  if (control === 'pause') return pause(scene)
  if (control === 'resume') return showAgain(scene)
  return scene.state.status === 'confirming'
    ? takeAtSummary(scene, heard, control)
    : takeAtQuestion(scene, heard, control)
}

type Command = ReturnType<typeof controlOf> | 'human' | 'summary'

/** A command in words, unless the very same words are an answer that is offered. */
function commandIn(scene: Scene, { said, press }: Heard): Command {
  if (press !== undefined || said === '') return undefined
  const command = controlOf(said)
  if (command === undefined) return undefined
  const ask = scene.state.status === 'running' ? waitingAsk(scene) : undefined
  const offered =
    ask && optionsOf(ask, scene.state.answers).some((option) => candidateOf(option).names.includes(said))
  return offered ? undefined : command
}

function hear(scene: Scene, content: Content): Heard {
  if (content.type === 'choice') return { content, said: '', press: readPress(content.choiceId) }
  if (content.type !== 'text') return { content, said: '' }
  const press = pressByNumber(scene, content.text)
  return press ? { content, said: '', press } : { content, said: plain(content.text) }
}

/** Words under a picture or a file: no commands, but a call for a person is heard there too. */
function captionOf(content: Content): string {
  return 'caption' in content ? plain(content.caption ?? '') : ''
}

/** «2», where the channel shows buttons as a numbered list. Where a number may be the answer itself, it is. */
function pressByNumber(scene: Scene, text: string): Press | undefined {
  const number = text.length > 10 ? undefined : /^(?:№ ?)?(\d{1,2}) ?[.)]?$/.exec(text.trim())?.[1]
  if (number === undefined) return undefined
  const ask = waitingAsk(scene)
  if (scene.state.status === 'running' && ask) {
    const { answer } = ask
    if (answer.type === 'number' || answer.type === 'money' || (answer.type === 'text' && !answer.name))
      return undefined
    const options = optionsOf(ask, scene.state.answers)
    if (options.some((option) => candidateOf(option).names.includes(number))) return undefined
    if (answer.type === 'multiple' && Number(number) <= options.length) return undefined
  }
  const screen = screenOf(scene)
  const chosen = screen?.type === 'choices' ? screen.choices[Number(number) - 1] : undefined
  return chosen && readPress(chosen.id)
}

function screenOf(scene: Scene): Content | undefined {
  const { script, state, context } = scene
  if (state.status === 'paused') return greetingOf(scene)
  if (state.status === 'confirming') {
    return state.choosing ? fixListOf(script, state, context) : summaryOf(script, state, context)
  }
  const ask = waitingAsk(scene)
  return ask && questionOf(script, ask, state, context, { human: state.retries > 1 })
}

function isStale({ script, state, context }: Scene): boolean {
  const after = context.staleAfter ?? script.staleAfterHours * 3_600_000
  return context.now.getTime() - Date.parse(state.updatedAt) > after
}

/** After days a press on the very question that waits, or a shared contact, needs no «Продолжить?». */
function answersNow(scene: Scene, { press, content }: Heard): boolean {
  const ask = waitingAsk(scene)
  if (scene.state.status === 'confirming') {
    return (
      press?.kind === 'fix-step' ||
      (press?.kind === 'control' && ['confirm', 'fix', 'summary'].includes(press.control))
    )
  }
  if (press?.kind === 'option') return press.step === ask?.id
  return content.type === 'contact' && (ask?.answer.type === 'phone' || ask?.answer.type === 'contact')
}

function takeAtSummary(scene: Scene, heard: Heard, control: Command): DialogTurn {
  const { script, state, context } = scene
  const { says } = textsIn(context.locale)
  const { press, said } = heard
  if (press?.kind === 'fix-step')
    return canFix(script, state, press.step) ? fix(scene, press.step) : showFixList(scene)
  if (press?.kind === 'option' || press?.kind === 'foreign') return showAgain(scene, says.stalePress)
  if (control === 'summary') return showSummary(scene)
  if (control === 'back') return state.choosing ? showSummary(scene) : goBack(scene, undefined)
  if (control === 'skip') return showAgain(scene)

  const named = said === '' ? undefined : fixByName(script, state, said)
  if (named !== undefined && (state.choosing || control !== 'confirm')) return fix(scene, named)
  if (control === 'fix' || means(said, 'no')) return showFixList(scene)
  if (control === 'confirm' || (!state.choosing && means(said, 'yes', 'agree', 'done')))
    return complete(scene)

  const retries = state.retries + 1
  if (retries >= MAX_AT_SUMMARY) return handOver(scene, 'too-many-retries', says.humanNeeded)
  return showAgain({ ...scene, state: { ...state, retries } }, state.choosing ? undefined : says.confirmOrFix)
}

const MAX_AT_SUMMARY = 3

function takeAtQuestion(scene: Scene, heard: Heard, control: Command): DialogTurn {
  const { state, context } = scene
  const ask = waitingAsk(scene)
  if (!ask) return breakDown(state, context)
  const { says } = textsIn(context.locale)
  const { press, said, content } = heard

  let pressed: string | undefined
  if (press?.kind === 'option') {
    if (press.step !== ask.id) return askAgain(scene, ask, says.stalePress)
    if (press.option === '!back') return goBack(scene, ask)
    if (press.option === '!skip') return skip(scene, ask, content)
    pressed = press.option
  } else if (press?.kind === 'control' && press.control === 'summary' && state.fixing) {
    return leaveFixing(scene)
  } else if (press !== undefined && control !== 'back' && control !== 'skip') {
    return askAgain(scene, ask, says.stalePress)
  }
  if (control === 'back') return goBack(scene, ask)
  if (control === 'skip') return skip(scene, ask, content)
  if (ask.optional && means(said, 'nothing', 'no') && ask.answer.type !== 'consent')
    return skip(scene, ask, content)
  return answer(scene, ask, content, pressed)
}

function answer(scene: Scene, ask: AskStep, content: Content, pressed: string | undefined): DialogTurn {
  const { state, context } = scene
  const { now, zone, locale } = context
  const reading = readAnswer(ask, content, {
    now,
    zone,
    locale,
    pressed,
    answers: state.answers,
    picked: state.picked ?? [],
  })
  switch (reading.kind) {
    case 'answer': {
      const { raw, value, verified, into } = reading
      const kept = { step: ask.id, raw, value, at: now.toISOString(), ...(verified ? { verified } : {}) }
      return record(scene, ask, kept, into)
    }
    case 'picked':
      return showPicked(scene, ask, reading.picked)
    case 'declined':
      return ask.optional ? skip(scene, ask, content) : withoutConsent(scene)
    case 'retry':
      return refuse(scene, ask, localize(ask.retry, locale) || retryText(locale, reading.retry))
  }
}

function skip(scene: Scene, ask: AskStep, content: Content): DialogTurn {
  const { context } = scene
  if (!ask.optional) return askAgain(scene, ask, textsIn(context.locale).says.cannotSkip)
  const raw = content.type === 'text' ? content.text.slice(0, 200) : ''
  return record(scene, ask, { step: ask.id, raw, value: null, at: context.now.toISOString() })
}

/** Without consent nothing personal stays in the answers. */
function withoutConsent(scene: Scene): DialogTurn {
  const { script, state, context } = scene
  const { clientName, phone, email, companyName } = script.result
  const personal = script.steps.flatMap((one) => {
    if (one.kind !== 'ask') return []
    const { answer: spec } = one
    const isPersonal =
      [clientName, phone, email, companyName].includes(answerKeyOf(one)) ||
      ['phone', 'contact', 'email'].includes(spec.type) ||
      (spec.type === 'text' && spec.name === true)
    return isPersonal ? [one.id] : []
  })
  const answers: Answers = forget(state.answers, personal)
  return handOver(
    { ...scene, state: { ...state, answers } },
    'consent-declined',
    textsIn(context.locale).says.humanNoConsent,
  )
}
