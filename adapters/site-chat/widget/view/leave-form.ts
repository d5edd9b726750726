import type { VisitorContent } from '../../protocol.js'
import { el } from '../dom.js'
import type { Texts } from '../texts.js'

/** For when nobody is there: a name, a way to answer and the words. */
export function leaveForm(
  consent: string,
  texts: Texts,
  answer: (content: VisitorContent) => void,
): HTMLElement {
  const name = el('input', { name: 'name', autocomplete: 'name', maxLength: 100, placeholder: texts('name') })
  const address = el('input', { name: 'address', maxLength: 254, placeholder: texts('address') })
  const text = el('textarea', { name: 'message', rows: 3, maxLength: 4_000, placeholder: texts('leaveText') })
  for (const field of [name, address, text]) field.setAttribute('aria-label', field.placeholder)
  const agreed = el('input', { type: 'checkbox', name: 'consent' })
  const problem = el('div', { class: 'problem', role: 'alert' })
  const form = el(
    'form',
    { class: 'leave', noValidate: true, aria: { label: texts('leave') } },
    el('b', {}, texts('leave')),
    name,
    address,
    text,
    consent ? el('label', {}, agreed, el('span', {}, consent)) : null,
    el('button', { type: 'submit', class: 'choice main' }, texts('send')),
    problem,
  )
  const refuse = (field: HTMLElement, words: string) => {
    problem.textContent = words
    field.focus()
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const empty = [name, address, text].find((field) => field.value.trim() === '')
    if (empty) return refuse(empty, texts('needed', { field: empty.placeholder }))
    // Only what surely is neither is stopped here; the server knows the rest.
    const way = address.value.trim()
    if (!/\S@\S+\.\S/.test(way) && way.replace(/\D/g, '').length < 6)
      return refuse(address, texts('badAddress'))
    if (consent && !agreed.checked) return refuse(agreed, texts('needConsent'))
    answer({
      type: 'left',
      text: text.value.trim(),
      name: name.value.trim(),
      address: way,
      ...(consent ? { consent: true } : {}),
    })
  })
  return form
}
