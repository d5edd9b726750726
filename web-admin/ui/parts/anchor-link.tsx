import { Anchor, type AnchorProps } from '@mantine/core'
import { createLink, type LinkComponent } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, Ref } from 'react'

type Props = Omit<AnchorProps, 'href'> &
  Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'style'> & { ref?: Ref<HTMLAnchorElement> }

const RoutedAnchor = createLink((props: Props) => <Anchor {...props} />)

/** A link inside the panel that looks like a link. */
export const AnchorLink: LinkComponent<(props: Props) => React.ReactNode> = (props) => (
  <RoutedAnchor preload="intent" {...props} />
)
