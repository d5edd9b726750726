/**
 * Ids of buttons. Those of a question carry its step (`product:mugs`, `company:!skip`), so that a press on an old
 * question is told from an answer to the present one; those that are good at any point begin with "!".
 */
export const buttons = {
  human: '!human',
  cancel: '!cancel',
  confirm: '!confirm',
  fix: '!fix',
  summary: '!summary',
  resume: '!resume',
  restart: '!restart',
  back: (step: string) => `${step}:!back`,
  skip: (step: string) => `${step}:!skip`,
  done: (step: string) => `${step}:!done`,
  option: (step: string, option: string) => `${step}:${option}`,
  fixStep: (step: string) => `!fix:${step}`,
}

/** Longest id a channel carries (`core/content.ts`). */
export const MAX_BUTTON_ID = 60

export type Press =
  | {
      kind: 'control'
      control: 'human' | 'cancel' | 'confirm' | 'fix' | 'summary' | 'resume' | 'restart' | 'back' | 'skip'
    }
  | { kind: 'fix-step'; step: string }
  | { kind: 'option'; step: string; option: string }
  | { kind: 'foreign' }

const CONTROLS = [
  'human',
  'cancel',
  'confirm',
  'fix',
  'summary',
  'resume',
  'restart',
  'back',
  'skip',
] as const

/** What a pressed button means; ids that are not ours are `foreign`. */
export function readPress(id: string): Press {
  if (id.startsWith('!fix:')) return { kind: 'fix-step', step: id.slice('!fix:'.length) }
  const control = id.startsWith('!') ? CONTROLS.find((name) => id === `!${name}`) : undefined
  if (control) return { kind: 'control', control }
  const colon = id.indexOf(':')
  if (colon < 1) return { kind: 'foreign' }
  return { kind: 'option', step: id.slice(0, colon), option: id.slice(colon + 1) }
}

/** A button that moves the dialog (back, skip, a person, done) rather than answers the question. */
export function isMove(id: string): boolean {
  const press = readPress(id)
  return press.kind === 'control' || (press.kind === 'option' && press.option.startsWith('!'))
}
