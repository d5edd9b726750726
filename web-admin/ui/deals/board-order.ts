import type { BoardView, DealCard } from '../../api/contract'

type Column = BoardView['columns'][number]

/** Where in a column: right above this card, null for the last place, undefined on top. */
export type Above = string | null | undefined

/** The board with the deal in another column or place: what it will look like once the server agrees. */
export function placeOnBoard(board: BoardView, deal: DealCard, stage: string, above: Above): BoardView {
  const moved = { ...deal, stage }
  return {
    ...board,
    columns: board.columns.map((column) => {
      const rest = column.items.some((item) => item.id === deal.id) ? without(column, deal) : column
      return column.stage === stage ? withDeal(rest, moved, above) : rest
    }),
  }
}

function without(column: Column, deal: DealCard): Column {
  return {
    ...column,
    count: column.count - 1,
    totals: add(column.totals, deal, -1),
    items: column.items.filter((item) => item.id !== deal.id),
  }
}

function withDeal(column: Column, deal: DealCard, above: Above): Column {
  const index = above === undefined ? 0 : column.items.findIndex((item) => item.id === above)
  const at = index < 0 ? column.items.length : index
  return {
    ...column,
    count: column.count + 1,
    totals: add(column.totals, deal, 1),
    items: [...column.items.slice(0, at), deal, ...column.items.slice(at)],
  }
}

function add(totals: Column['totals'], { amount }: DealCard, sign: 1 | -1): Column['totals'] {
  if (amount.value === 0) return totals
  const known = totals.some((total) => total.currency === amount.currency)
  const next = known ? totals : [...totals, { value: 0, currency: amount.currency }]
  return next
    .map((total) =>
      total.currency === amount.currency ? { ...total, value: total.value + sign * amount.value } : total,
    )
    .filter((total) => total.value > 0)
}
