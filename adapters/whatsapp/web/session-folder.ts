import { rm } from 'node:fs/promises'
import path from 'node:path'
import { freeProfile } from './profile-lock.js'

/** Where an account keeps what makes it a linked device, and how far it has received. */
export function sessionFolder(dataDir: string, accountId: string): { folder: string; profile: string } {
  const folder = path.join(path.resolve(dataDir), 'whatsapp', accountId.replaceAll(/[^\w-]/g, '_'))
  return { folder, profile: path.join(folder, 'session') }
}

/** Removes it: whoever had it could open the owner's WhatsApp. A browser that still works with it is ended first. */
export async function forgetSession(dataDir: string, accountId: string): Promise<void> {
  const { folder, profile } = sessionFolder(dataDir, accountId)
  await freeProfile(profile)
  await rm(folder, { recursive: true, force: true, maxRetries: 3 })
}
