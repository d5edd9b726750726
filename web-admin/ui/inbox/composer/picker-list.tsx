import { useTranslation } from 'react-i18next'
import classes from './picker-list.module.css'
import type { Picker, PickerItem } from './use-picker'

export const pickerId = 'composer-picker'
export const pickerItemId = (index: number) => `${pickerId}-${index}`

/** What may stand here: arrows move, Enter takes. */
export function PickerList({ picker, onPick }: { picker: Picker; onPick: (item: PickerItem) => void }) {
  const { t } = useTranslation()
  return (
    <div className={classes.list} role="listbox" id={pickerId} aria-label={t('composer.picker')}>
      {picker.items.map((item, index) => (
        <button
          type="button"
          role="option"
          id={pickerItemId(index)}
          key={item.id}
          tabIndex={-1}
          aria-selected={index === picker.active}
          className={classes.item}
          onMouseEnter={() => picker.setActive(index)}
          // The field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(item)}
        >
          <span className={classes.title}>{item.title}</span>
          {item.hint ? <span className={classes.hint}>{item.hint}</span> : null}
          {item.kind === 'canned' ? <span className={classes.words}>{item.insert}</span> : null}
        </button>
      ))}
    </div>
  )
}
