import { Button, Modal, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConversationView, OfferedTemplateView } from '../../api/contract'
import { useMay } from '../api/session'
import { showMessages } from '../inbox/message-store'
import { AnchorLink } from '../parts/anchor-link'
import { Failure } from '../parts/failure'
import { toastDone, toastError } from '../parts/toast'
import { TemplatePreview } from './template-preview'
import { templateCommands, useOfferedTemplates } from './templates'
import classes from './templates.module.css'

interface TemplatePickerProps {
  conversation: ConversationView
  opened: boolean
  onClose: () => void
}

/** Chooses an approved message, fills in its variables and sends it. */
export function TemplatePicker({ conversation, opened, onClose }: TemplatePickerProps) {
  const { t } = useTranslation()
  return (
    <Modal opened={opened} onClose={onClose} title={t('templates.pick')} size="xl">
      {opened ? <Offered conversation={conversation} onDone={onClose} /> : null}
    </Modal>
  )
}

function Offered({ conversation, onDone }: { conversation: ConversationView; onDone: () => void }) {
  const { t } = useTranslation()
  const mayManage = useMay('template.manage')
  const { data, error, refetch } = useOfferedTemplates(conversation.id)
  const [chosenId, setChosenId] = useState<string | null>(null)
  if (error) return <Failure error={error} onRetry={() => void refetch()} compact />
  if (!data) return <Skeleton h={220} />
  const chosen = data.items.find(({ id }) => id === chosenId) ?? data.items[0]
  if (!chosen) {
    return (
      <Stack gap="xs">
        <Text>{t('templates.none')}</Text>
        <Text c="dimmed" fz="sm">
          {mayManage ? t('templates.noneAdvice') : t('templates.noneAsk')}
        </Text>
        {mayManage ? <AnchorLink to="/settings">{t('templates.toSettings')}</AnchorLink> : null}
      </Stack>
    )
  }
  return (
    <div className={classes.picker}>
      <ul className={classes.list} aria-label={t('templates.list')}>
        {data.items.map((template) => (
          <li key={template.id}>
            <button
              type="button"
              className={classes.choice}
              aria-pressed={template.id === chosen.id}
              onClick={() => setChosenId(template.id)}
            >
              <span className={classes.choiceName}>{nameOf(template)}</span>
              <span className={classes.choiceWords}>{template.body}</span>
            </button>
          </li>
        ))}
      </ul>
      <Fill key={chosen.id} conversation={conversation} template={chosen} onDone={onDone} />
    </div>
  )
}

/** What a variable is called that nobody has named. */
function variableName(
  { buttons }: OfferedTemplateView,
  { place, key }: OfferedTemplateView['variables'][number],
  t: TFunction,
): string {
  if (place !== 'url') return t('templates.variable', { key })
  return t('templates.linkEnd', { button: buttons[Number(key)]?.label ?? '' })
}

function nameOf({ name, language }: OfferedTemplateView): string {
  return `${name.replaceAll('_', ' ')} · ${language}`
}

function Fill({
  conversation,
  template,
  onDone,
}: {
  conversation: ConversationView
  template: OfferedTemplateView
  onDone: () => void
}) {
  const { t } = useTranslation()
  const [values, setValues] = useState(template.suggested)
  const [busy, setBusy] = useState(false)
  // One key for all tries of this form: a second press finds the first message.
  const [clientMessageId] = useState(
    () => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`,
  )
  const missing = template.variables.some(({ id }) => (values[id] ?? '').trim() === '')
  const send = (event: React.FormEvent) => {
    event.preventDefault()
    setBusy(true)
    templateCommands
      .send(conversation.id, { templateId: template.id, values, clientMessageId })
      .then((message) => {
        showMessages(conversation.id, [message])
        toastDone(t('templates.sent'))
        onDone()
      })
      .catch(toastError)
      .finally(() => setBusy(false))
  }
  return (
    <form onSubmit={send} aria-label={t('templates.fill')}>
      <Stack gap="sm">
        <TemplatePreview template={template} values={values} />
        {template.variables.map((variable) => (
          <TextInput
            key={variable.id}
            label={variable.label || variableName(template, variable, t)}
            placeholder={variable.example}
            required
            maxLength={1000}
            value={values[variable.id] ?? ''}
            onChange={(event) => setValues({ ...values, [variable.id]: event.currentTarget.value })}
          />
        ))}
        <Button type="submit" loading={busy} disabled={missing} w="fit-content">
          {t('templates.send')}
        </Button>
      </Stack>
    </form>
  )
}
