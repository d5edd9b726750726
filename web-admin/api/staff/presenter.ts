import type { StaffRow as Listed } from '../../../core/staff/queries.js'
import type { StaffRow } from './schema.js'

export function presentStaff({ _id, name, role, active, telegramChatId }: Listed): StaffRow {
  return { id: _id, name, role, active, linked: telegramChatId !== undefined }
}
