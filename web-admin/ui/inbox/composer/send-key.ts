import { useLocalStorage } from '@mantine/hooks'
import type { KeyboardEvent } from 'react'

/** Which key sends: Enter (Shift+Enter begins a line) or Ctrl+Enter. Ctrl+Enter always does. */
export function useEnterSends(): [boolean, (value: boolean) => void] {
  const [value, set] = useLocalStorage({
    key: 'otklik.enter-sends',
    defaultValue: true,
    getInitialValueInEffect: false,
  })
  return [value, set]
}

export function isSendKey(event: KeyboardEvent, enterSends: boolean): boolean {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return false
  if (event.ctrlKey || event.metaKey) return true
  return enterSends && !event.shiftKey && !event.altKey
}
