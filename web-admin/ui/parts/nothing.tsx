import { Stack, Text } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './nothing.module.css'

interface NothingProps {
  icon: Icon
  title: string
  advice?: string
  children?: ReactNode
  compact?: boolean
  role?: 'alert' | 'status'
}

/** An empty place that says what would stand here and what to do. */
export function Nothing({
  icon: Sign,
  title,
  advice,
  children,
  compact = false,
  role = 'status',
}: NothingProps) {
  return (
    <div className={classes.place} data-compact={compact || undefined} role={role}>
      <Stack align="center" gap={compact ? 'xs' : 'sm'} maw={360} ta="center">
        <span className={classes.sign} aria-hidden="true">
          <Sign size={compact ? 22 : 28} stroke={1.5} />
        </span>
        <Text fw={600} fz={compact ? 'sm' : 'md'}>
          {title}
        </Text>
        {advice ? (
          <Text c="dimmed" fz="sm">
            {advice}
          </Text>
        ) : null}
        {children}
      </Stack>
    </div>
  )
}
