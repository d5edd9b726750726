import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import i18next from 'i18next'
import { ApiError } from '../api/api-error'
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
  const outdated = error instanceof ApiError && error.code === 'changed-by-other'
  notifications.show({
    title: i18next.t('error.title'),
    message: outdated ? <OutdatedLine text={errorText(error)} /> : errorText(error),
    color: 'ember',
    withBorder: true,
    autoClose: outdated ? false : 9000,
    role: 'alert',
  })
}

/** Somebody was quicker: what is on the screen is old, and only a look at the new helps. */
function OutdatedLine({ text }: { text: string }) {
  return (
    <>
      <Text fz="sm" mb={8}>
        {text}
      </Text>
      <Button size="compact-sm" variant="light" onClick={() => window.location.reload()}>
        {i18next.t('app.reload')}
      </Button>
    </>
  )
}
