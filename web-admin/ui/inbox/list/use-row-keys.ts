import { useHotkeys } from '@mantine/hooks'
import type { Virtualizer } from '@tanstack/react-virtual'
import type { KeyboardEvent, RefObject } from 'react'

interface RowKeys {
  box: RefObject<HTMLDivElement | null>
  virtual: Virtualizer<HTMLDivElement, Element>
  ids: readonly string[]
  /** Index of the open conversation; -1: none, or not in this list. */
  picked: number
}

const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }

/**
 * Arrows go from row to row of the list and open nothing: Enter does. From the page itself an arrow goes into the list,
 * to the open conversation. J and K open the next one (`InboxPage`); the focus, where it is in the list, goes along.
 */
export function useRowKeys({ box, virtual, ids, picked }: RowKeys) {
  const focusRow = (index: number) => {
    const id = ids[index]
    if (id === undefined) return
    virtual.scrollToIndex(index, { align: 'auto' })
    // A row that was out of view is drawn first.
    requestAnimationFrame(() => rowOf(box.current, id)?.focus({ preventScroll: true }))
  }
  const enter = () => {
    if (document.activeElement === document.body) focusRow(Math.max(picked, 0))
  }
  useHotkeys([
    ['ArrowDown', enter],
    ['ArrowUp', enter],
  ])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    const here = event.target instanceof HTMLElement ? event.target.dataset.row : undefined
    const index = here === undefined ? -1 : ids.indexOf(here)
    if (index < 0) return
    const next =
      event.code === 'Home'
        ? 0
        : event.code === 'End'
          ? ids.length - 1
          : index + (steps[event.code] ?? Number.NaN)
    if (Number.isNaN(next)) return
    event.preventDefault()
    event.stopPropagation()
    focusRow(Math.min(Math.max(next, 0), ids.length - 1))
  }
  const follow = () => {
    if (picked >= 0 && box.current?.contains(document.activeElement)) focusRow(picked)
  }
  return { onKeyDown, follow }
}

function rowOf(box: HTMLElement | null, id: string): HTMLElement | undefined {
  return [...(box?.querySelectorAll<HTMLElement>('[data-row]') ?? [])].find((row) => row.dataset.row === id)
}
