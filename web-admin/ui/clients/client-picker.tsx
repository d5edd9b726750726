import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClientRow, Page } from '../../api/contract'
import { api } from '../api/client'
import { keys } from '../api/keys'

interface ClientPickerProps {
  label: string
  value: string | null
  onChange: (clientId: string | null) => void
}

/** Chooses a client by typing a name, a phone or a company; the server searches the whole base. */
export function ClientPicker({ label, value, onChange }: ClientPickerProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed.trim(), 250)
  const filter = { ...(q ? { q } : {}), limit: 20 }
  const { data } = useQuery({
    queryKey: keys.clientList(filter),
    queryFn: ({ signal }) => api.get<Page<ClientRow>>('/clients', filter, signal),
    placeholderData: (previous) => previous,
  })
  const found = data?.items ?? []
  return (
    <Select
      label={label}
      placeholder={t('clients.search')}
      searchable
      clearable
      value={value}
      searchValue={typed}
      onSearchChange={setTyped}
      onChange={onChange}
      filter={({ options }) => options}
      nothingFoundMessage={t('clients.nothingFound')}
      data={found.map((client) => ({
        value: client.id,
        label: [client.name, client.company?.name].filter(Boolean).join(', '),
      }))}
    />
  )
}
