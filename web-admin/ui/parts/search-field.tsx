import { CloseButton, Kbd, TextInput } from '@mantine/core'
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

interface SearchFieldProps {
  value: string
  onChange: (value: string) => void
  label: string
  placeholder: string
  width?: number | string
}

/** A search box that asks 250 ms after the last letter; `/` goes into it, Esc empties and leaves it. */
export function SearchField({ value, onChange, label, placeholder, width }: SearchFieldProps) {
  const { t } = useTranslation()
  const [text, setText] = useState(value)
  const box = useRef<HTMLInputElement>(null)
  const asked = useRef(value)
  const ask = useDebouncedCallback((next: string) => {
    asked.current = next.trim()
    onChange(next.trim())
  }, 250)
  useEffect(() => {
    if (value === asked.current) return
    asked.current = value
    setText(value)
  }, [value])
  useHotkeys([['Slash', () => box.current?.focus(), { usePhysicalKeys: true }]])
  const set = (next: string) => {
    setText(next)
    ask(next)
  }
  return (
    <TextInput
      ref={box}
      type="search"
      role="searchbox"
      aria-label={label}
      placeholder={placeholder}
      value={text}
      maxLength={200}
      onChange={(event) => set(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        set('')
        event.currentTarget.blur()
      }}
      leftSection={<IconSearch size={16} aria-hidden="true" />}
      rightSection={
        text ? (
          <CloseButton size="sm" aria-label={t('common.clear')} onClick={() => set('')} />
        ) : (
          <Kbd size="xs" visibleFrom="sm">
            /
          </Kbd>
        )
      }
      w={width}
      flex={width ? undefined : 1}
      styles={{ input: { borderColor: 'transparent', background: 'var(--ot-field)' } }}
    />
  )
}
