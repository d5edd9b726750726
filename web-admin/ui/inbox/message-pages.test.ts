import { describe, expect, it } from '@jest/globals'
import type { MessagesView, MessageView } from '../../api/contract'
import { inOrder, type MessagePages, mergeNewest } from './message-pages'

const message = (seq: number, text = `m${seq}`): MessageView => ({
  id: `id${seq}`,
  conversationId: 'c',
  seq,
  direction: 'in',
  author: { kind: 'client', id: null, name: 'Anna' },
  content: { type: 'text', text },
  replyToId: null,
  forwarded: null,
  delivery: null,
  clientMessageId: null,
  editedAt: null,
  previous: [],
  removed: null,
  change: null,
  mentions: [],
  reactions: [],
  sentAt: '2026-11-23T07:00:00.000Z',
})
const view = (seqs: number[], hasOlder = false): MessagesView => ({
  items: seqs.map((seq) => message(seq)),
  hasOlder,
  hasNewer: false,
})
const pages = (...views: MessagesView[]): MessagePages => ({
  pages: views,
  pageParams: views.map(() => null),
})
const texts = (merged: MessagePages | null) => inOrder(merged ?? undefined).map((each) => each.seq)

describe('pages of a conversation', () => {
  it('read from old to new, whatever order they were fetched in', () => {
    expect(texts(pages(view([5, 7, 8], true), view([1, 2, 4])))).toEqual([1, 2, 4, 5, 7, 8])
  })

  it('take new messages in at the end, once', () => {
    const merged = mergeNewest(pages(view([5, 7], true), view([1, 2])), view([7, 9, 10], true))
    expect(texts(merged)).toEqual([1, 2, 5, 7, 9, 10])
    expect(texts(merged && mergeNewest(merged, view([7, 9, 10], true)))).toEqual([1, 2, 5, 7, 9, 10])
  })

  it('replace what was edited where it stands, on an older page too', () => {
    const newest = { ...view([2, 5, 7], true), items: [message(2, 'edited'), message(5), message(7)] }
    const merged = mergeNewest(pages(view([5, 7], true), view([1, 2])), newest)
    expect(merged?.pages[1]?.items[1]?.content).toEqual({ type: 'text', text: 'edited' })
    expect(texts(merged)).toEqual([1, 2, 5, 7])
  })

  it('begin anew when something in between is missing', () => {
    expect(mergeNewest(pages(view([1, 2], true)), view([60, 61], true))).toBeNull()
  })

  it('know the first message of an empty conversation', () => {
    expect(texts(mergeNewest(pages(view([])), view([1])))).toEqual([1])
  })
})
