import { useLabels } from '../api/reference'
import classes from './label-chip.module.css'

/** A label as the catalogue colours it. */
export function LabelChip({ name }: { name: string }) {
  const label = useLabels().find((each) => each.name === name)
  return (
    <span className={classes.chip} data-colour={label?.colour ?? 'gray'} title={label?.description || name}>
      {name}
    </span>
  )
}
