import type { BoardView } from '../../api/contract'

/** The board with only those of its cards that have all the words: in title, number, client or company. */
export function matching(board: BoardView, words: string): BoardView {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return board
  return {
    ...board,
    columns: board.columns.map((column) => ({
      ...column,
      items: column.items.filter((deal) => {
        const text = [deal.title, `№${deal.number}`, deal.client?.name, deal.company?.name]
          .join(' ')
          .toLowerCase()
        return wanted.every((word) => text.includes(word))
      }),
    })),
  }
}
