import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import i18next from 'i18next'
import { errorText } from '../format/error-text'

/** Says that something was done; with `undo`, offers to take it back for six seconds. */
export function toastDone(text: string, undo?: () => Promise<unknown>): void {
  const id = `done-${Date.now()}`
  notifications.show({
    id,
    message: undo ? <UndoLine text={text} onUndo={() => takeBack(id, undo)} /> : text,
    color: 'pine',
    withBorder: true,
    autoClose: undo ? 8000 : 4000,
  })
}

function UndoLine({ text, onUndo }: { text: string; onUndo: () => void }) {
  return (
    <Group justify="space-between" wrap="nowrap" gap="md">
      <Text fz="sm">{text}</Text>
      <Button size="compact-sm" variant="light" onClick={onUndo}>
        {i18next.t('common.undo')}
      </Button>
    </Group>
  )
}

function takeBack(id: string, undo: () => Promise<unknown>): void {
  notifications.hide(id)
  undo().catch(toastError)
}

export function toastError(error: unknown): void {
  notifications.show({
    title: i18next.t('error.title'),
    message: errorText(error),
    color: 'ember',
    withBorder: true,
    autoClose: 9000,
    role: 'alert',
  })
}
