import { Button, FileButton, Group } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { uploadFile } from '../api/upload'
import { toastError } from '../parts/toast'
import { ClientPhoto } from './client-photo'

interface PhotoFieldProps {
  name: string
  value: string | null
  onChange: (fileId: string | null) => void
}

export function PhotoField({ name, value, onChange }: PhotoFieldProps) {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const upload = async (file: File | null) => {
    if (!file) return
    setBusy(true)
    try {
      const stored = await uploadFile(file, '', () => undefined, new AbortController().signal)
      onChange(stored.fileId)
    } catch (error) {
      toastError(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Group gap="sm">
      <ClientPhoto client={{ name, photoFileId: value }} size={52} />
      <FileButton accept="image/png,image/jpeg,image/webp" onChange={(file) => void upload(file)}>
        {(props) => (
          <Button {...props} variant="default" size="xs" loading={busy}>
            {value ? t('clients.photo.change') : t('clients.photo.add')}
          </Button>
        )}
      </FileButton>
      {value ? (
        <Button variant="subtle" color="gray" size="xs" onClick={() => onChange(null)}>
          {t('clients.photo.remove')}
        </Button>
      ) : null}
    </Group>
  )
}
