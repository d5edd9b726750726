import classes from './count-badge.module.css'

/** A small number in a pill; nothing when there is nothing to count. */
export function CountBadge({
  count,
  alarm = false,
  label,
}: {
  count: number
  alarm?: boolean
  label?: string
}) {
  if (count <= 0) return null
  return (
    <span className={classes.badge} data-alarm={alarm || undefined} title={label}>
      <span aria-hidden={label ? 'true' : undefined}>{count > 99 ? '99+' : count}</span>
      {label ? <span className="ot-said">{label}</span> : null}
    </span>
  )
}
