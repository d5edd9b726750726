import { describe, expect, it } from '@jest/globals'
import type { BoardView, DealCard } from '../../api/contract'
import { type Above, placeOnBoard } from './board-order'

const deal = (id: string, stage: string, value = 100): DealCard => ({
  id,
  stage,
  number: 1,
  pipeline: 'p',
  title: id,
  amount: { value, currency: 'RUB' },
  client: null,
  company: null,
  owner: null,
  priority: 'normal',
  dueAt: null,
  stageSince: '',
  conversationId: null,
  createdAt: '',
  version: 0,
})

const column = (stage: string, items: DealCard[]): BoardView['columns'][number] => {
  const value = items.reduce((sum, item) => sum + item.amount.value, 0)
  return {
    stage,
    count: items.length,
    totals: value ? [{ value, currency: 'RUB' }] : [],
    items,
    nextCursor: null,
  }
}

describe('placeOnBoard', () => {
  const board: BoardView = {
    pipeline: 'p',
    columns: [
      column('new', [deal('a', 'new'), deal('b', 'new', 50), deal('c', 'new', 0)]),
      column('won', [deal('d', 'won')]),
    ],
  }
  const order = (stage: string, above: Above, moved = deal('b', 'new', 50)) =>
    placeOnBoard(board, moved, stage, above).columns.map((each) => each.items.map((item) => item.id).join(''))

  it('moves the deal with its sum and counts', () => {
    const next = placeOnBoard(board, deal('b', 'new', 50), 'won', undefined)
    expect(next.columns[0]).toMatchObject({ count: 2, totals: [{ value: 100 }] })
    expect(next.columns[1]).toMatchObject({ count: 2, totals: [{ value: 150 }] })
    expect(next.columns[1]?.items[0]).toMatchObject({ id: 'b', stage: 'won' })
  })
  it('stands on top, above a card, or last', () => {
    expect(order('won', undefined)).toEqual(['ac', 'bd'])
    expect(order('won', 'd')).toEqual(['ac', 'bd'])
    expect(order('won', null)).toEqual(['ac', 'db'])
  })
  it('reorders within a column and leaves the sums', () => {
    expect(order('new', 'a')).toEqual(['bac', 'd'])
    expect(order('new', null)).toEqual(['acb', 'd'])
    expect(placeOnBoard(board, deal('b', 'new', 50), 'new', null).columns[0]).toMatchObject({
      count: 3,
      totals: [{ value: 150 }],
    })
  })
  it('forgets a currency that has nothing left', () => {
    expect(placeOnBoard(board, deal('d', 'won'), 'new', null).columns[1]?.totals).toEqual([])
  })
})
