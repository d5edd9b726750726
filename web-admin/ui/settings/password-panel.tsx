import { Button, PasswordInput, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error'
import { changePassword } from '../api/session'
import { errorText } from '../format/error-text'
import { toastDone, toastError } from '../parts/toast'
import { Panel } from './panel'

export function PasswordPanel() {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const form = useForm({
    initialValues: { current: '', next: '', repeat: '' },
    validate: {
      current: (value) => (value ? null : t('common.required')),
      next: (value) => (value.length >= 8 ? null : t('settings.short')),
      repeat: (value, values) => (value === values.next ? null : t('settings.differ')),
    },
  })
  const submit = form.onSubmit(async ({ current, next }) => {
    setBusy(true)
    try {
      await changePassword({ current, next })
      form.reset()
      toastDone(t('settings.passwordChanged'))
    } catch (error) {
      if (error instanceof ApiError && error.code === 'bad-credentials')
        form.setFieldError('current', errorText(error))
      else toastError(error)
    } finally {
      setBusy(false)
    }
  })
  return (
    <Panel title={t('settings.password')} lead={t('settings.nextHint')}>
      <form onSubmit={submit} aria-label={t('settings.changePassword')}>
        <Stack maw={340}>
          <PasswordInput
            label={t('settings.current')}
            autoComplete="current-password"
            {...form.getInputProps('current')}
          />
          <PasswordInput
            label={t('settings.next')}
            autoComplete="new-password"
            {...form.getInputProps('next')}
          />
          <PasswordInput
            label={t('settings.repeat')}
            autoComplete="new-password"
            {...form.getInputProps('repeat')}
          />
          <Button type="submit" loading={busy} variant="default">
            {t('settings.changePassword')}
          </Button>
        </Stack>
      </form>
    </Panel>
  )
}
