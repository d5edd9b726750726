import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './panel.module.css'

export function Panel({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  return (
    <section className={classes.panel} aria-label={title}>
      <div className={classes.head}>
        <h2 className={classes.title}>{title}</h2>
        {lead ? (
          <Text c="dimmed" fz="sm">
            {lead}
          </Text>
        ) : null}
      </div>
      <div>{children}</div>
    </section>
  )
}
