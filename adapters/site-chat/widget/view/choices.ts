import type { ChatChoice, ChatContent, VisitorContent } from '../../protocol.js'
import { el } from '../dom.js'
import type { Texts } from '../texts.js'

type Question = Extract<ChatContent, { type: 'choices' }>

/** Marks an option that was picked before, as the dialog writes it into the label. */
const pickedMark = '✓ '

/**
 * The buttons under a question. An answered or overtaken question has none: what was chosen stands in the
 * conversation as the visitor's own words.
 */
export function choiceButtons(
  question: Question,
  texts: Texts,
  answer: (content: VisitorContent) => void,
): HTMLElement {
  const plain = question.multiple ? question.choices.filter(isControl) : question.choices
  const boxes = question.multiple ? question.choices.filter((choice) => !isControl(choice)) : []
  const press = (choice: ChatChoice) =>
    answer({ type: 'choice', choiceId: choice.id, label: withoutMark(choice.label) })
  const buttons = plain
    .filter((choice) => !isDone(choice))
    .map((choice) => {
      const button = el(
        'button',
        { type: 'button', class: isControl(choice) ? 'choice quiet' : 'choice' },
        choice.label,
      )
      button.addEventListener('click', () => press(choice))
      return button
    })
  return el(
    'div',
    { class: 'choices', role: 'group' },
    question.requestContact ? phoneForm(question.requestContact, texts, answer) : null,
    boxes.length > 0 ? checkBoxes(boxes, texts, answer) : null,
    buttons.length > 0 ? el('div', { class: 'buttons' }, ...buttons) : null,
  )
}

function checkBoxes(
  choices: readonly ChatChoice[],
  texts: Texts,
  answer: (content: VisitorContent) => void,
): HTMLElement {
  const boxes = choices.map((choice) => {
    const input = el('input', { type: 'checkbox', checked: choice.label.startsWith(pickedMark) })
    input.addEventListener('change', () => update())
    return { choice, input }
  })
  const done = el('button', { type: 'button', class: 'choice main' }, texts('done'))
  const picked = () => boxes.filter(({ input }) => input.checked).map(({ choice }) => choice)
  const update = () => {
    done.disabled = picked().length === 0
  }
  done.addEventListener('click', () => {
    const chosen = picked()
    if (chosen.length === 0) return
    answer({
      type: 'choice',
      choiceId: joinIds(chosen),
      label: chosen.map(({ label }) => withoutMark(label)).join(', '),
    })
  })
  update()
  return el(
    'div',
    { class: 'boxes' },
    ...boxes.map(({ choice, input }) => el('label', {}, input, el('span', {}, withoutMark(choice.label)))),
    done,
  )
}

/**
 * Several answers as one: `step:a,b`. One press of a single option would only tick it, so a single answer is written
 * twice, `step:a,a`, which the dialog reads as the whole answer.
 */
export function joinIds(choices: readonly ChatChoice[]): string {
  const first = choices[0]?.id ?? ''
  const step = first.slice(0, first.indexOf(':') + 1)
  const options = choices.map(({ id }) => (id.startsWith(step) ? id.slice(step.length) : id))
  return step + (options.length === 1 ? [...options, ...options] : options).join(',')
}

function phoneForm(label: string, texts: Texts, answer: (content: VisitorContent) => void): HTMLElement {
  const input = el('input', {
    type: 'tel',
    name: 'phone',
    autocomplete: 'tel',
    inputMode: 'tel',
    placeholder: texts('phonePlaceholder'),
    maxLength: 40,
    aria: { label: texts('phone') },
  })
  const problem = el('div', { class: 'problem', role: 'alert' })
  const form = el(
    'form',
    { class: 'phone', noValidate: true },
    input,
    el('button', { type: 'submit', class: 'choice main' }, label || texts('sharePhone')),
    problem,
  )
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const phone = input.value.trim()
    // Only what surely is no number is stopped here; the dialog knows the rest.
    if (phone.replace(/\D/g, '').length < 6) {
      problem.textContent = texts('badPhone')
      input.focus()
      return
    }
    answer({ type: 'contact', phone })
  })
  return form
}

/** Back, skip, call a person: ids of the dialog's own commands carry a "!". */
function isControl({ id }: ChatChoice): boolean {
  return id.startsWith('!') || id.includes(':!')
}

function isDone({ id }: ChatChoice): boolean {
  return id.endsWith(':!done')
}

function withoutMark(label: string): string {
  return label.startsWith(pickedMark) ? label.slice(pickedMark.length) : label
}
