import { el, icon } from '../dom.js'
import type { Texts } from '../texts.js'

export interface ComposerActions {
  send(text: string): void
  attach(files: Iterable<File>): void
  typing(): void
}

/** Where the visitor writes: Enter sends, Shift+Enter makes a line, files come by button, paste or drop. */
export class Composer {
  readonly element: HTMLElement
  readonly #input: HTMLTextAreaElement
  readonly #send: HTMLButtonElement

  constructor(
    texts: Texts,
    private readonly actions: ComposerActions,
    draft: string,
    private readonly keepDraft: (text: string) => void,
  ) {
    const input = el('textarea', {
      rows: 1,
      placeholder: texts('placeholder'),
      maxLength: 16_000,
      aria: { label: texts('message') },
    })
    input.enterKeyHint = 'send'
    input.value = draft
    const picker = el('input', { type: 'file', multiple: true, hidden: true, tabIndex: -1 })
    const attach = el(
      'button',
      { type: 'button', class: 'plain', title: texts('attach'), aria: { label: texts('attach') } },
      icon('clip', 22),
    )
    const send = el(
      'button',
      { type: 'submit', class: 'send', title: texts('send'), aria: { label: texts('send') } },
      icon('send', 22),
    )
    const form = el('form', { class: 'composer' }, attach, picker, input, send)
    this.element = form
    this.#input = input
    this.#send = send

    attach.addEventListener('click', () => picker.click())
    picker.addEventListener('change', () => {
      actions.attach([...(picker.files ?? [])])
      picker.value = ''
      input.focus()
    })
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      this.#submit()
    })
    input.addEventListener('keydown', (event) => {
      // Enter that ends a word of an input method is not the visitor's "send".
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
      event.preventDefault()
      this.#submit()
    })
    input.addEventListener('input', () => {
      this.#fit()
      this.keepDraft(input.value)
      if (input.value) actions.typing()
    })
    input.addEventListener('paste', (event) => {
      const files = [...(event.clipboardData?.files ?? [])]
      if (files.length === 0) return
      event.preventDefault()
      actions.attach(files)
    })
    this.#fit()
  }

  focus(): void {
    this.#input.focus({ preventScroll: true })
  }

  /** After the panel has been shown: an element without a size cannot be measured. */
  fit(): void {
    this.#fit()
  }

  #submit(): void {
    const text = wellFormed(this.#input.value).trim()
    if (!text) return
    this.actions.send(text)
    this.#input.value = ''
    this.keepDraft('')
    this.#fit()
    this.focus()
  }

  #fit(): void {
    const { style } = this.#input
    style.height = 'auto'
    style.height = `${Math.min(this.#input.scrollHeight, 132)}px`
    this.#send.disabled = this.#input.value.trim() === ''
  }
}

/** Without halves of characters and without control characters, which the server would only refuse. */
function wellFormed(text: string): string {
  const whole = new TextDecoder().decode(new TextEncoder().encode(text))
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  return whole.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
}
