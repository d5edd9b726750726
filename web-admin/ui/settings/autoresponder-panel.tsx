import { Button, Skeleton, Stack, Switch, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AutoresponderView } from '../../api/contract'
import { useMay } from '../api/session'
import { Failure } from '../parts/failure'
import { toastDone, toastError } from '../parts/toast'
import { Panel } from './panel'
import { settingCommands, useAutoresponder } from './settings'

/** What a client hears outside working hours, once per closed period. */
export function AutoresponderPanel() {
  const { t } = useTranslation()
  const { data, error, refetch } = useAutoresponder()
  return (
    <Panel title={t('autoresponder.title')} lead={t('autoresponder.lead')}>
      {data ? (
        <Form key={data.version} settings={data} />
      ) : error ? (
        <Failure error={error} onRetry={() => void refetch()} compact />
      ) : (
        <Skeleton h={160} />
      )}
    </Panel>
  )
}

function Form({ settings }: { settings: AutoresponderView }) {
  const { t } = useTranslation()
  const may = useMay('autoresponder.update')
  const [busy, setBusy] = useState(false)
  const form = useForm({
    initialValues: {
      enabled: settings.enabled,
      introduce: settings.introduce,
      ru: settings.texts.ru ?? '',
      en: settings.texts.en ?? '',
    },
  })
  const submit = form.onSubmit(async ({ enabled, introduce, ru, en }) => {
    setBusy(true)
    try {
      await settingCommands.saveAutoresponder({
        enabled,
        introduce,
        texts: { ru: ru.trim() || null, en: en.trim() || null },
        expectedVersion: settings.version,
      })
      form.resetDirty()
      toastDone(t('common.saved'))
    } catch (error) {
      toastError(error)
    } finally {
      setBusy(false)
    }
  })
  return (
    <form onSubmit={submit} aria-label={t('autoresponder.title')}>
      <fieldset disabled={!may} style={{ border: 0, margin: 0, padding: 0 }}>
        <Stack>
          <Switch
            label={t('autoresponder.enabled')}
            {...form.getInputProps('enabled', { type: 'checkbox' })}
          />
          <Switch
            label={t('profile.introduce')}
            description={t('profile.introduceHint')}
            {...form.getInputProps('introduce', { type: 'checkbox' })}
          />
          <Textarea
            label={t('autoresponder.ru')}
            description={t('autoresponder.hint', { when: '{{when}}', name: '{{name}}' })}
            placeholder={t('autoresponder.byDefault')}
            autosize
            minRows={2}
            maxLength={1000}
            {...form.getInputProps('ru')}
          />
          <Textarea
            label={t('autoresponder.en')}
            placeholder={t('autoresponder.byDefault')}
            autosize
            minRows={2}
            maxLength={1000}
            {...form.getInputProps('en')}
          />
          {may ? (
            <Button type="submit" loading={busy} disabled={!form.isDirty()} w="fit-content">
              {t('autoresponder.save')}
            </Button>
          ) : null}
        </Stack>
      </fieldset>
    </form>
  )
}
