import type { UseFormReturnType } from '@mantine/form'
import { useEffect, useRef } from 'react'
import { rebase } from './rebase'

/**
 * Keeps an open form on its card: `now` is what the card would fill it with this moment. When somebody saves meanwhile,
 * their changes come into the fields this person did not touch, so that saving sends only what was typed here.
 */
export function useRebased<T extends object>(form: UseFormReturnType<T>, now: T): void {
  const before = useRef(now)
  useEffect(() => {
    if (JSON.stringify(before.current) === JSON.stringify(now)) return
    form.setValues(rebase(form.getValues(), before.current, now))
    form.resetDirty(now)
    before.current = now
  })
}
