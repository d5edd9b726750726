import type { ApiKeyboardButton } from '../telegram/bot-api.js'
import type { ChatView, MessageView } from '../telegram/view.js'
import { add, fill, h } from './dom.js'
import { icon } from './icons.js'
import { words } from './settings.js'
import { briefOf, durationOf, sizeOf } from './show.js'
import { VoiceRecorder } from './voice-recorder.js'

/** What the composer asks of its chat. */
export interface ComposerActions {
  sendText(text: string, replyTo: number | undefined): void
  edit(messageId: number, text: string): void
  sendFiles(files: File[], caption: string, replyTo: number | undefined): void
  sendVoice(sound: Blob, seconds: number): void
  pressKey(label: string): void
  /** Opens the menu of what can be attached, at a point of the window. */
  attach(at: { x: number; y: number }, pickFiles: () => void): void
  complain(text: string): void
}

type Mode = { kind: 'plain' } | { kind: 'reply' | 'edit'; view: MessageView }

/** The lower part of a chat: input, attachments, answers and edits, the bot's commands and keyboard. */
export class Composer {
  readonly element = h('div', { className: 'composer' })
  readonly #bar = h('div', { className: 'composer-bar', hidden: true })
  readonly #tray = h('div', { className: 'tray', hidden: true })
  readonly #commands = h('div', { className: 'commands', hidden: true })
  readonly #keys = h('div', { className: 'keys', hidden: true })
  readonly #input = h('textarea', {
    rows: 1,
    placeholder: words.message,
    aria: { label: words.message },
    on: {
      input: () => this.#typed(),
      keydown: (event) => this.#onKey(event),
      paste: (event) => this.#onPaste(event),
    },
  })
  readonly #picker = h('input', {
    type: 'file',
    multiple: true,
    hidden: true,
    on: { change: () => this.#picked() },
  })
  readonly #menuButton = roundButton('commands-button', '/', words.commands, () => this.#toggleCommands())
  readonly #keysButton = roundButton('keys-button', icon('keyboard'), words.keyboard, () =>
    this.#toggleKeys(),
  )
  readonly #attachButton = roundButton('attach-button', icon('attach'), words.attach, () => this.#attach())
  readonly #sendButton = roundButton('send-button', icon('send'), words.send, () => this.#send())
  readonly #voiceButton = roundButton(
    'voice-button',
    icon('mic'),
    words.record,
    () => void this.#toggleVoice(),
  )
  readonly #recorder = new VoiceRecorder((seconds) => this.#showRecording(seconds))

  #mode: Mode = { kind: 'plain' }
  #files: File[] = []
  #chat: ChatView | undefined
  #keysHidden = false

  constructor(readonly actions: ComposerActions) {
    const line = h(
      'div',
      { className: 'composer-line' },
      this.#menuButton,
      this.#attachButton,
      this.#input,
      this.#keysButton,
      this.#voiceButton,
      this.#sendButton,
      this.#picker,
    )
    add(this.element, this.#commands, this.#bar, this.#tray, line, this.#keys)
    this.#typed()
  }

  /** Brings the keyboard and the commands up to date with the chat. */
  update(chat: ChatView | undefined): void {
    const keyboardChanged = JSON.stringify(this.#chat?.keyboard) !== JSON.stringify(chat?.keyboard)
    const asked = chat?.forceReply
    if (asked && asked.messageId !== this.#chat?.forceReply?.messageId)
      this.#input.focus({ preventScroll: true })
    this.#chat = chat
    if (keyboardChanged) this.#keysHidden = false
    this.#menuButton.hidden = !chat || chat.commands.length === 0
    const placeholder = asked?.input_field_placeholder ?? chat?.keyboard?.input_field_placeholder
    this.#input.placeholder = placeholder ?? words.message
    this.#showKeys()
  }

  reply(view: MessageView): void {
    this.#setMode({ kind: 'reply', view })
  }

  edit(view: MessageView): void {
    this.#input.value = view.message.text ?? view.message.caption ?? ''
    this.#setMode({ kind: 'edit', view })
  }

  addFiles(files: File[]): void {
    this.#files.push(...files)
    this.#showTray()
    this.#typed()
    this.#input.focus({ preventScroll: true })
  }

  /** Puts the composer back as it was when the chat was opened. */
  reset(): void {
    this.#recorder.cancel()
    this.#files = []
    this.#input.value = ''
    this.#setMode({ kind: 'plain' }, false)
    this.#showTray()
    this.#typed()
  }

  #setMode(mode: Mode, focus = true): void {
    this.#mode = mode
    this.#bar.hidden = mode.kind === 'plain'
    if (mode.kind !== 'plain') {
      const { message } = mode.view
      const title =
        mode.kind === 'edit' ? words.editing : `${words.replyTo}: ${message.from?.first_name ?? ''}`
      fill(
        this.#bar,
        icon(mode.kind === 'edit' ? 'edit' : 'reply', 20),
        h('span', { className: 'composer-bar-words' }, h('b', {}, title), h('span', {}, briefOf(message))),
        roundButton('', icon('close', 18), words.cancel, () => this.reset()),
      )
    }
    this.#typed()
    if (focus) this.#input.focus({ preventScroll: true })
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault()
      this.#send()
    }
    if (event.key === 'Escape') this.reset()
  }

  #onPaste(event: ClipboardEvent): void {
    const files = [...(event.clipboardData?.files ?? [])]
    if (files.length === 0) return
    event.preventDefault()
    this.addFiles(files)
  }

  #typed(): void {
    const input = this.#input
    input.style.height = 'auto'
    // Before it is on the screen it has no height to measure.
    if (input.scrollHeight > 0) input.style.height = `${Math.min(input.scrollHeight, 120)}px`
    const hasContent = input.value.trim() !== '' || this.#files.length > 0 || this.#mode.kind === 'edit'
    this.#sendButton.hidden = !hasContent && !this.#recorder.isRecording
    this.#voiceButton.hidden = hasContent
    this.#attachButton.hidden = this.#mode.kind === 'edit'
    this.#showCommands(/^\/\w*$/.test(input.value) ? input.value.slice(1) : undefined)
  }

  #send(): void {
    const text = this.#input.value.trim()
    const mode = this.#mode
    const replyTo = mode.kind === 'reply' ? mode.view.message.message_id : undefined
    if (mode.kind === 'edit') {
      if (text) this.actions.edit(mode.view.message.message_id, text)
    } else if (this.#files.length > 0) {
      this.actions.sendFiles(this.#files, text, replyTo)
    } else if (text) {
      this.actions.sendText(text, replyTo)
    } else {
      return
    }
    this.reset()
    this.#input.focus({ preventScroll: true })
  }

  // Files

  #attach(): void {
    const box = this.#attachButton.getBoundingClientRect()
    this.actions.attach({ x: box.left, y: box.top - 240 }, () => this.#picker.click())
  }

  #picked(): void {
    const files = [...(this.#picker.files ?? [])]
    this.#picker.value = ''
    if (files.length > 0) this.addFiles(files)
  }

  #showTray(): void {
    this.#tray.hidden = this.#files.length === 0
    fill(this.#tray, ...this.#files.map((file) => this.#trayItem(file)))
  }

  #trayItem(file: File): HTMLElement {
    const preview = file.type.startsWith('image/')
      ? h('img', { src: URL.createObjectURL(file), alt: '' })
      : icon('file')
    return h(
      'div',
      { className: 'tray-item', title: file.name },
      preview,
      h('span', { className: 'tray-words' }, h('b', {}, file.name), h('span', {}, sizeOf(file.size))),
      roundButton('', icon('close', 14), words.removeFile, () => {
        this.#files = this.#files.filter((other) => other !== file)
        this.#showTray()
        this.#typed()
      }),
    )
  }

  // Voice

  async #toggleVoice(): Promise<void> {
    if (!this.#recorder.isRecording) {
      const started = await this.#recorder.start()
      if (!started) this.actions.complain(words.noMicrophone)
      return
    }
    const { sound, seconds } = await this.#recorder.stop()
    this.#showRecording(undefined)
    this.actions.sendVoice(sound, seconds)
  }

  #showRecording(seconds: number | undefined): void {
    const recording = seconds !== undefined
    this.element.classList.toggle('recording', recording)
    this.#input.placeholder = recording ? `${words.recording} ${durationOf(seconds)}` : words.message
    this.#voiceButton.title = recording ? words.stopRecording : words.record
    fill(this.#voiceButton, icon(recording ? 'stop' : 'mic'))
  }

  // Commands and keyboard

  #toggleCommands(): void {
    this.#showCommands(this.#commands.hidden ? '' : undefined)
  }

  #showCommands(prefix: string | undefined): void {
    const known = this.#chat?.commands ?? []
    const found = prefix === undefined ? [] : known.filter((one) => one.command.startsWith(prefix))
    this.#commands.hidden = found.length === 0
    fill(
      this.#commands,
      ...found.map((one) =>
        h(
          'button',
          { type: 'button', on: { click: () => this.#sendCommand(one.command) } },
          h('b', {}, `/${one.command}`),
          h('span', {}, one.description),
        ),
      ),
    )
  }

  #sendCommand(command: string): void {
    this.actions.sendText(`/${command}`, undefined)
    this.reset()
  }

  #toggleKeys(): void {
    this.#keysHidden = !this.#keysHidden
    this.#showKeys()
  }

  #showKeys(): void {
    const keyboard = this.#chat?.keyboard
    this.#keysButton.hidden = !keyboard
    this.#keys.hidden = !keyboard || this.#keysHidden
    fill(
      this.#keys,
      ...(keyboard?.keyboard ?? []).map((row) =>
        h('div', { className: 'keys-row' }, ...row.map((key) => this.#key(key))),
      ),
    )
  }

  #key(key: ApiKeyboardButton): HTMLElement {
    return h(
      'button',
      { type: 'button', className: 'key', on: { click: () => this.actions.pressKey(key.text) } },
      key.request_contact && icon('phone', 16),
      key.request_location && icon('place', 16),
      h('span', {}, key.text),
    )
  }
}

export function roundButton(
  name: string,
  face: Node | string,
  title: string,
  run: () => void,
): HTMLButtonElement {
  return h(
    'button',
    { type: 'button', className: `round ${name}`, title, aria: { label: title }, on: { click: run } },
    face,
  )
}
