import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './card.module.css'

/** A named part of the card with its own small action. */
export function Section({
  title,
  action,
  children,
}: {
  title: string
  action?: ReactNode
  children: ReactNode
}) {
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.head}>
        <Title order={3} className={classes.title}>
          {title}
        </Title>
        {action}
      </div>
      {children}
    </section>
  )
}
