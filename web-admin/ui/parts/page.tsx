import { ActionIcon, Title } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './page.module.css'

interface PageProps {
  title: string
  lead?: string
  /** The room this one is a part of. */
  back?: LinkProps['to']
  actions?: ReactNode
  filters?: ReactNode
  children: ReactNode
  /** A column that is comfortable to read rather than the whole width. */
  narrow?: boolean
  /** The content scrolls by itself and fills the height (the board). */
  fill?: boolean
}

/** A room with a heading, its main button, filters and content. */
export function Page({
  title,
  lead,
  back,
  actions,
  filters,
  children,
  narrow = false,
  fill = false,
}: PageProps) {
  const { t } = useTranslation()
  return (
    <div className={classes.page} data-narrow={narrow || undefined} data-fill={fill || undefined}>
      <header className={classes.header}>
        {back ? (
          <ActionIcon component={Link} to={back} className={classes.back} aria-label={t('common.back')}>
            <IconArrowLeft size={20} />
          </ActionIcon>
        ) : null}
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
