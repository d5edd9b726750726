import type { DialogState } from './dialog-state.js'

/** A person has taken over: a dialog that runs or waits ends as handed over; any other is left as it is. */
export function stoppedByHuman(dialog: DialogState | null, now: Date): DialogState | null {
  if (!dialog || !isRunning(dialog)) return dialog
  return { ...dialog, status: 'handed-over', updatedAt: now.toISOString() }
}

/** The script still expects something of the client. Lists leave the field out where no script ever ran. */
export function isRunning(dialog: { status: string } | null | undefined): boolean {
  return (
    !!dialog && (dialog.status === 'running' || dialog.status === 'paused' || dialog.status === 'confirming')
  )
}
