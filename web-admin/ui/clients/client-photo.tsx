import { Avatar } from '@mantine/core'
import { fileAddress } from '../api/upload'
import { PersonAvatar } from '../parts/person-avatar'

/** The photo of the card, or initials. */
export function ClientPhoto({
  client,
  size,
}: {
  client: { name: string; photoFileId: string | null }
  size: number
}) {
  if (!client.photoFileId) return <PersonAvatar name={client.name} size={size} />
  return <Avatar src={fileAddress(client.photoFileId)} radius={999} size={size} alt="" />
}
