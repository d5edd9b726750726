import { Drawer, type DrawerProps } from '@mantine/core'
import { useEffect } from 'react'

/** A drawer over which windows may open: Escape closes the one on top and not both. */
export function SideDrawer({ opened, onClose, ...rest }: DrawerProps) {
  useEffect(() => {
    if (!opened) return
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing) return
      // An open list or menu takes the key for itself; Mantine marks its owner so.
      if (
        event.target instanceof Element &&
        event.target.getAttribute('data-mantine-stop-propagation') === 'true'
      )
        return
      if (document.querySelectorAll('section[role="dialog"]').length === 1) onClose()
    }
    window.addEventListener('keydown', listen, { capture: true })
    return () => window.removeEventListener('keydown', listen, { capture: true })
  }, [opened, onClose])
  return <Drawer opened={opened} onClose={onClose} closeOnEscape={false} {...rest} />
}
