import {
  type CollisionDetection,
  closestCorners,
  type KeyboardCoordinateGetter,
  KeyboardSensor,
  MouseSensor,
  type Over,
  pointerWithin,
  rectIntersection,
  TouchSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core'

export interface Place {
  stage: string
  /** The card it goes above; null: the column itself. */
  before: string | null
}

/** What the droppables of the board carry. */
export interface PlaceData extends Record<string, unknown> {
  place: Place
}

export const placeOf = (over: Pick<Over, 'data'>): Place | null =>
  (over.data.current as PlaceData | undefined)?.place ?? null

/** What dnd-kit puts into a collision. */
interface CollisionData {
  droppableContainer: { data: { current?: Partial<PlaceData> } }
}

/** A card under the pointer wins over the column it stands in; the keyboard has no pointer, so corners decide. */
export const cardUnderPointer: CollisionDetection = (args) => {
  const under = args.pointerCoordinates ? pointerWithin(args) : rectIntersection(args)
  const hits = under.length > 0 ? under : closestCorners(args)
  const card = hits.find(
    (hit) => (hit.data as CollisionData | undefined)?.droppableContainer.data.current?.place?.before,
  )
  return card ? [card] : hits.slice(0, 1)
}

/** Left and right go column by column, up and down card by card. */
const byColumns: KeyboardCoordinateGetter = (event, { currentCoordinates, context }) => {
  const { droppableContainers, droppableRects, collisionRect } = context
  if (event.code === 'ArrowUp') return { ...currentCoordinates, y: currentCoordinates.y - 60 }
  if (event.code === 'ArrowDown') return { ...currentCoordinates, y: currentCoordinates.y + 60 }
  const step = event.code === 'ArrowRight' ? 1 : event.code === 'ArrowLeft' ? -1 : 0
  if (step === 0 || !collisionRect) return undefined
  event.preventDefault()
  const columns = droppableContainers
    .getEnabled()
    .filter((each) => (each.data.current as PlaceData | undefined)?.place.before === null)
    .flatMap((each) => {
      const rect = droppableRects.get(each.id)
      return rect ? [rect] : []
    })
    .sort((a, b) => a.left - b.left)
  const middle = collisionRect.left + collisionRect.width / 2
  const present = columns.findIndex((rect) => middle >= rect.left && middle <= rect.right)
  const target = columns[Math.max(0, present) + step]
  return target ? { x: target.left + 6, y: currentCoordinates.y } : undefined
}

export function useBoardSensors() {
  return useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    // A short hold, so that a finger can still scroll the board.
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
    useSensor(KeyboardSensor, {
      coordinateGetter: byColumns,
      keyboardCodes: { start: ['Space'], cancel: ['Escape'], end: ['Space', 'Enter'] },
    }),
  )
}
