import type { z } from 'zod'
import type { Actor, Core } from '../../../core/context.js'
import { found, OtklikError } from '../../../core/errors.js'
import { getStaff } from '../../../core/staff/queries.js'
import { updateStaff, type updateStaffInput } from '../../../core/staff/update-staff.js'
import type { updateBody } from './schema.js'

/** What a browser may show of an upload: raster pictures only. */
const pictures = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif'])

/** Changes a person as the panel sends it: the fields of the public profile stand beside the others there. */
export async function changeStaff(
  core: Core,
  by: Actor,
  staffId: string,
  body: z.output<typeof updateBody>,
): Promise<void> {
  const { publicName, title, address, photoFileId, email, ...fields } = body
  const before = (await getStaff(core, staffId)).publicProfile
  if (photoFileId) await mustBePicture(core, photoFileId)
  const profile = { publicName, title, address, photoFileId }
  const changes: z.input<typeof updateStaffInput> = { ...fields, staffId }
  if (email !== undefined) changes.email = email?.trim() || null
  if (Object.values(profile).some((value) => value !== undefined)) {
    changes.publicProfile = {
      name: publicName ?? before.name,
      title: title ?? before.title,
      address: address ?? before.address ?? '',
      // A photo that was taken away is gone, also where it was an address.
      photoUrl: photoFileId === null ? '' : before.photoUrl,
      photoFileId: photoFileId === undefined ? (before.photoFileId ?? null) : photoFileId,
    }
  }
  await updateStaff(core, by, changes)
}

async function mustBePicture(core: Core, fileId: string): Promise<void> {
  const file = found(await core.files.info(fileId), 'file')
  if (!pictures.has(file.mimeType))
    throw new OtklikError('bad-input', { fields: { photoFileId: 'wrong-format' } })
}
