import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './page.module.css'

interface PageProps {
  title: string
  lead?: string
  actions?: ReactNode
  filters?: ReactNode
  children: ReactNode
  /** A column that is comfortable to read rather than the whole width. */
  narrow?: boolean
  /** The content scrolls by itself and fills the height (the board). */
  fill?: boolean
}

/** A room with a heading, its main button, filters and content. */
export function Page({ title, lead, actions, filters, children, narrow = false, fill = false }: PageProps) {
  return (
    <div className={classes.page} data-narrow={narrow || undefined} data-fill={fill || undefined}>
      <header className={classes.header}>
        <div className={classes.names}>
          <Title order={1} className={classes.title}>
            {title}
          </Title>
          {lead ? <p className={classes.lead}>{lead}</p> : null}
        </div>
        {actions ? <div className={classes.actions}>{actions}</div> : null}
      </header>
      {filters ? <search className={classes.filters}>{filters}</search> : null}
      <div className={classes.content}>{children}</div>
    </div>
  )
}
