import type { ChatContent, ChatMessage, VisitorContent } from '../../protocol.js'
import { el, icon } from '../dom.js'
import type { Queued } from '../outbox.js'
import type { Session } from '../session.js'
import type { Texts } from '../texts.js'
import { clockTime, dayName, returnTime } from '../time.js'
import type { Upload } from '../uploads.js'
import { avatar } from './avatar.js'
import { bubbleBody } from './bubble.js'
import { choiceButtons } from './choices.js'
import { leaveForm } from './leave-form.js'

/** One row of the list: what tells it from its former self, and how it is made. */
interface Row {
  key: string
  mark: string
  make(): HTMLElement
}

export interface ListActions {
  answer(content: VisitorContent): void
  retryUpload(upload: Upload): void
  dropUpload(upload: Upload): void
}

/**
 * The conversation as people read it. Rows are kept by message and made again only when they change, so the place where
 * somebody reads, a half ticked list or a playing sound survives whatever arrives.
 */
export class MessageList {
  readonly element: HTMLElement
  readonly #rows: HTMLElement
  readonly #jump: HTMLButtonElement
  readonly #scroller: HTMLElement
  readonly #shown = new Map<string, { mark: string; element: HTMLElement }>()
  #atEnd = true
  #lastTop = 0

  constructor(
    private readonly session: Session,
    private readonly uploads: readonly Upload[],
    private readonly texts: Texts,
    private readonly actions: ListActions,
  ) {
    this.#rows = el('div', { class: 'rows', role: 'log', aria: { live: 'polite', relevant: 'additions' } })
    this.#jump = el(
      'button',
      { type: 'button', class: 'jump', hidden: true, aria: { label: texts('newBelow') } },
      icon('down', 20),
    )
    this.#scroller = el('div', { class: 'scroller', tabIndex: -1 }, this.#rows)
    this.element = el('div', { class: 'list' }, this.#scroller, this.#jump)
    this.#scroller.addEventListener('scroll', () => this.#scrolled(), { passive: true })
    this.#jump.addEventListener('click', () => this.toEnd())
  }

  render(): void {
    const before = this.#scroller.scrollHeight - this.#scroller.scrollTop
    const olderShown = this.#shown.has('older')
    const rows = this.#wanted()
    const keys = new Set(rows.map(({ key }) => key))
    for (const [key, { element }] of this.#shown) {
      if (keys.has(key)) continue
      element.remove()
      this.#shown.delete(key)
    }
    // All made before any is placed: making one may put it in another's stead.
    const elements = rows.map((row) => this.#element(row))
    let at: ChildNode | null = this.#rows.firstChild
    for (const element of elements) {
      if (element === at) at = at.nextSibling
      else this.#rows.insertBefore(element, at)
    }
    if (this.#atEnd) this.toEnd()
    // Earlier messages were put above: what is being read stays where it is.
    else if (olderShown) this.#scroller.scrollTop = this.#scroller.scrollHeight - before
    this.#jump.hidden = this.#atEnd
  }

  toEnd(): void {
    this.#scroller.scrollTop = this.#scroller.scrollHeight
    this.#atEnd = true
    this.#jump.hidden = true
  }

  #element(row: Row): HTMLElement {
    const shown = this.#shown.get(row.key)
    if (shown?.mark === row.mark) return shown.element
    const element = row.make()
    shown?.element.replaceWith(element)
    this.#shown.set(row.key, { mark: row.mark, element })
    return element
  }

  #scrolled(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller
    if (scrollHeight - scrollTop - clientHeight < 40) {
      this.#atEnd = true
      this.#jump.hidden = true
    }
    // Only a person scrolls up; a picture that has grown below is no reason to stay behind.
    else if (scrollTop < this.#lastTop - 1) this.#atEnd = false
    this.#lastTop = scrollTop
  }

  #wanted(): Row[] {
    const { session, texts } = this
    const messages = session.thread.ordered()
    const now = new Date()
    const rows: Row[] = []
    if (session.older) rows.push({ key: 'older', mark: '', make: () => this.#olderButton() })
    else if (session.profile) rows.push(this.#greeting(session.profile.greeting))
    if (messages.length === 0 && session.profile && !session.profile.open)
      rows.push(this.#closedNotice(session.profile.backAt, now), ...this.#leaveForm(session.profile.consent))
    let day = ''
    const openId = session.outbox.items.length > 0 ? null : openQuestion(messages)
    messages.forEach((message, index) => {
      const at = new Date(message.sentAt)
      const name = dayName(at, now, texts)
      if (name !== day) {
        day = name
        rows.push({
          key: `day:${at.toDateString()}`,
          mark: name,
          make: () => el('div', { class: 'day', role: 'separator' }, name),
        })
      }
      const open = message.id === openId
      rows.push(this.#message(message, messages[index - 1], messages[index + 1], open))
      if (open && message.content.type === 'choices') rows.push(this.#choices(message.id, message.content))
    })
    rows.push(...session.outbox.items.map((item) => this.#queued(item)))
    rows.push(...this.uploads.map((upload) => this.#upload(upload)))
    const { profile } = session
    if (session.typing) {
      const name = profile?.manager?.name || profile?.company || ''
      rows.push({ key: 'typing', mark: name, make: () => this.#typing(name) })
    }
    return rows
  }

  #greeting(text: string): Row {
    const company = this.session.profile?.company ?? ''
    return {
      key: 'greeting',
      mark: `${company}|${text}`,
      make: () =>
        el(
          'div',
          { class: 'message out last tight' },
          avatar(company, undefined),
          el('div', { class: 'body' }, el('div', { class: 'bubble' }, el('div', { class: 'words' }, text))),
        ),
    }
  }

  #closedNotice(backAt: string | null, now: Date): Row {
    const { texts } = this
    const text = backAt
      ? texts('closedNotice', { when: returnTime(new Date(backAt), now, texts) })
      : texts('closedNoticePlain')
    return { key: 'closed', mark: text, make: () => el('div', { class: 'notice' }, text) }
  }

  /** Once something is on its way there is a conversation to answer in. */
  #leaveForm(consent: string): Row[] {
    if (this.session.talked || this.session.outbox.items.length > 0) return []
    return [{ key: 'leave', mark: consent, make: () => leaveForm(consent, this.texts, this.actions.answer) }]
  }

  #olderButton(): HTMLElement {
    const button = el('button', { type: 'button', class: 'older' }, this.texts('older'))
    button.addEventListener('click', () => {
      button.disabled = true
      void this.session.loadOlder().then(() => {
        button.disabled = false
      })
    })
    return button
  }

  #message(
    message: ChatMessage,
    before: ChatMessage | undefined,
    after: ChatMessage | undefined,
    open: boolean,
  ): Row {
    const own = message.direction === 'in'
    const first = !before || !sameSpeaker(before, message)
    const last = !after || !sameSpeaker(message, after)
    const seen = own && message.seq <= this.session.seenAt
    const asks = open && message.content.type === 'choices'
    // The one sent from here keeps its row when the server confirms it.
    const key = own && message.clientMessageId ? message.clientMessageId : message.id
    return {
      key,
      mark: JSON.stringify([message.content, message.author, first, last, asks, seen]),
      make: () => {
        const body = bubbleBody(message.content, this.texts, () => this.#resized())
        const isNamed = !own && first && message.author.kind === 'staff'
        return el(
          'div',
          {
            class: classes('message', own ? 'own' : 'out', first && 'first', last && 'last', asks && 'tight'),
          },
          own ? null : avatar(message.author.name, message.author.photoUrl),
          el(
            'div',
            { class: 'body' },
            isNamed ? el('div', { class: 'name' }, message.author.name) : null,
            body.length > 0
              ? el('div', { class: classes('bubble', isBare(message.content) && 'bare') }, ...body)
              : null,
            last && !asks
              ? this.#meta(new Date(message.sentAt), own ? (seen ? 'seen' : 'sent') : null)
              : null,
          ),
        )
      },
    }
  }

  #choices(messageId: string, question: Extract<ChatContent, { type: 'choices' }>): Row {
    return {
      key: `${messageId}:choices`,
      mark: JSON.stringify(question),
      make: () => choiceButtons(question, this.texts, this.actions.answer),
    }
  }

  #queued(item: Queued): Row {
    const { content } = item
    const text =
      content.type === 'text' || content.type === 'left'
        ? content.text
        : content.type === 'choice'
          ? content.label
          : content.type === 'contact'
            ? content.phone
            : (item.fileName ?? '')
    return {
      key: item.id,
      mark: `queued:${item.failed ? 'failed' : ''}`,
      make: () =>
        el(
          'div',
          { class: classes('message own first last', item.failed && 'failed') },
          el(
            'div',
            { class: 'body' },
            el('div', { class: 'bubble' }, el('div', { class: 'words' }, text)),
            item.failed
              ? this.#failure(
                  this.texts('failed'),
                  () => this.session.retry(item),
                  () => this.session.discard(item),
                )
              : this.#meta(new Date(item.at), 'waiting'),
          ),
        ),
    }
  }

  #upload(upload: Upload): Row {
    return {
      key: upload.id,
      mark: `${upload.problem ?? ''}:${upload.percent}`,
      make: () => {
        const bar = el('progress', {
          max: 100,
          value: upload.percent,
          aria: { label: this.texts('uploading', { percent: upload.percent }) },
        })
        return el(
          'div',
          { class: classes('message own first last', upload.problem !== undefined && 'failed') },
          el(
            'div',
            { class: 'body' },
            el(
              'div',
              { class: 'bubble' },
              el(
                'div',
                { class: 'row file' },
                icon('file', 24),
                el('span', { class: 'about' }, el('b', {}, upload.file.name), upload.problem ? null : bar),
              ),
            ),
            upload.problem
              ? this.#failure(
                  upload.problem,
                  upload.canRetry ? () => this.actions.retryUpload(upload) : null,
                  () => this.actions.dropUpload(upload),
                )
              : null,
          ),
        )
      },
    }
  }

  #failure(text: string, retry: (() => void) | null, discard: () => void): HTMLElement {
    const button = (label: string, act: () => void) => {
      const element = el('button', { type: 'button' }, label)
      element.addEventListener('click', act)
      return element
    }
    return el(
      'div',
      { class: 'meta failure', role: 'alert' },
      icon('alert', 15),
      el('span', {}, text),
      retry ? button(this.texts('retry'), retry) : null,
      button(this.texts('discard'), discard),
    )
  }

  #meta(at: Date, tick: 'waiting' | 'sent' | 'seen' | null): HTMLElement {
    const mark =
      tick &&
      el(
        'span',
        { class: `tick ${tick}`, title: this.texts(tick), role: 'img', aria: { label: this.texts(tick) } },
        icon(ticks[tick], 16),
      )
    return el(
      'div',
      { class: 'meta' },
      el('time', { dateTime: at.toISOString() }, clockTime(at, this.texts)),
      mark,
    )
  }

  #typing(name: string): HTMLElement {
    const label = this.texts('typing', { name })
    const dots = el(
      'div',
      { class: 'bubble typing', role: 'status', aria: { label } },
      el('i'),
      el('i'),
      el('i'),
    )
    return el(
      'div',
      { class: 'message out first last tight' },
      avatar(name, this.session.profile?.manager?.photoUrl),
      el('div', { class: 'body' }, dots),
    )
  }

  #resized(): void {
    if (this.#atEnd) this.toEnd()
  }
}

const ticks = { waiting: 'clock', sent: 'check', seen: 'checks' } as const

/**
 * The question whose buttons can be pressed: the last one, while the visitor has not said anything after it and no
 * person has stepped in for the bot that asked.
 */
export function openQuestion(messages: readonly ChatMessage[]): string | null {
  let isPerson = false
  for (const { id, direction, author, content } of [...messages].reverse()) {
    if (direction === 'in') return null
    if (content.type === 'choices') return isPerson && author.kind !== 'staff' ? null : id
    isPerson ||= author.kind === 'staff'
  }
  return null
}

/** Pictures without words need no bubble around them. */
function isBare(content: ChatContent): boolean {
  return (
    content.type === 'emoji' ||
    (content.type === 'files' && !content.caption && content.files.every(({ show }) => show === 'image'))
  )
}

function sameSpeaker(a: ChatMessage, b: ChatMessage): boolean {
  return (
    a.direction === b.direction &&
    a.author.kind === b.author.kind &&
    a.author.name === b.author.name &&
    new Date(b.sentAt).getTime() - new Date(a.sentAt).getTime() < 5 * 60_000
  )
}

function classes(...names: (string | false | undefined)[]): string {
  return names.filter(Boolean).join(' ')
}
