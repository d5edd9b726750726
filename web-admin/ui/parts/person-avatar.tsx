import { Avatar } from '@mantine/core'
import { ChannelIcon, type ChannelName } from './channel-icon'
import { colorOf, initials } from './initials'
import classes from './person-avatar.module.css'

/** Initials in a colour of the name; with a channel, its sign at the corner. */
export function PersonAvatar({
  name,
  channel,
  size = 40,
}: {
  name: string
  channel?: ChannelName
  size?: number
}) {
  return (
    <span className={classes.place}>
      <Avatar radius={999} size={size} color={colorOf(name)} aria-hidden="true">
        {initials(name)}
      </Avatar>
      {channel ? (
        <span className={classes.channel}>
          <ChannelIcon channel={channel} size={12} />
        </span>
      ) : null}
    </span>
  )
}
