import { z } from 'zod'

/** A button under a staff card: `data` comes back to the managers' bot when it is pressed, 64 bytes at most. */
export const staffButton = z.object({ text: z.string().min(1), data: z.string().min(1) })
export type StaffButton = z.infer<typeof staffButton>

/** What a notice to staff carries beside its content, in `extras`; read by the `staff-telegram` channel alone. */
export const staffExtras = z.object({
  /** Rows of buttons, at most three a row. */
  keyboard: z.array(z.array(staffButton)).optional(),
  /** A bold line above the content: who says it, or what it is about. */
  header: z.string().optional(),
  /** Comes without a sound. */
  silent: z.boolean().optional(),
})
export type StaffExtras = z.infer<typeof staffExtras>

/** Words of the reminder's buttons, in the language of the person it goes to. */
export interface ReminderWords {
  done: string
  hour: string
  tomorrow: string
  client: string
}

/** The buttons of a reminder: done, in an hour, tomorrow, and straight to the client card. */
export function reminderKeyboard(
  activityId: string,
  words: ReminderWords,
  clientId: string | null,
): StaffButton[][] {
  return [
    [
      { text: words.done, data: `act:done:${activityId}` },
      { text: words.hour, data: `act:hour:${activityId}` },
      { text: words.tomorrow, data: `act:tomorrow:${activityId}` },
    ],
    ...(clientId ? [[{ text: words.client, data: `client:open:${clientId}` }]] : []),
  ]
}
