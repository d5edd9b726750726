import { Alert, Button, Modal, Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TemplateBody, TemplateView } from '../../api/contract'
import { toastDone, toastError } from '../parts/toast'
import { TemplatePreview } from './template-preview'
import { templateCommands, variablesOf } from './templates'

interface TemplateFormProps {
  accountId: string
  /** Null: a new one. */
  template: TemplateView | null
  opened: boolean
  onClose: () => void
}

/** Writes down a template, or says what the variables of one are called and filled with. */
export function TemplateForm(props: TemplateFormProps) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.template ? props.template.name : t('templates.new')}
      size="lg"
    >
      {props.opened ? <Form {...props} /> : null}
    </Modal>
  )
}

type Variable = TemplateBody['variables'][number]
const sources: Variable['source'][] = ['none', 'client-name', 'staff-name', 'company', 'deal-number']
const categories: TemplateBody['category'][] = ['utility', 'marketing', 'authentication']

function bodyOf(accountId: string, template: TemplateView | null): TemplateBody {
  const category = categories.find((each) => each === template?.category)
  return {
    accountId,
    name: template?.name ?? '',
    language: template?.language ?? 'ru',
    category: category ?? 'utility',
    header: template?.header ?? '',
    body: template?.body ?? '',
    footer: template?.footer ?? '',
    buttons: template?.buttons ?? [],
    variables: (template?.variables ?? []).map(({ id: _id, ...variable }) => variable),
  }
}

/** The variables as the words have them now; what was said of one stays. */
function variablesNow({ header, body, buttons, variables }: TemplateBody): Variable[] {
  const found = [
    ...variablesOf(header).map((key) => ({ place: 'header' as const, key })),
    ...variablesOf(body).map((key) => ({ place: 'body' as const, key })),
    ...buttons.flatMap(({ type, url }, index) =>
      type === 'url' && variablesOf(url ?? '').length > 0
        ? [{ place: 'url' as const, key: String(index) }]
        : [],
    ),
  ]
  return found.map(
    (one) =>
      variables.find(({ place, key }) => place === one.place && key === one.key) ?? {
        ...one,
        label: '',
        example: '',
        source: 'none',
      },
  )
}

function Form({ accountId, template, onClose }: TemplateFormProps) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState(() => bodyOf(accountId, template))
  const [busy, setBusy] = useState(false)
  const theirs = template?.source === 'account'
  const variables = variablesNow(draft)
  const change = (part: Partial<TemplateBody>) => setDraft({ ...draft, ...part })
  const changeVariable = (at: Variable, part: Partial<Variable>) =>
    change({ variables: variables.map((each) => (each === at ? { ...each, ...part } : each)) })
  const save = (event: React.FormEvent) => {
    event.preventDefault()
    setBusy(true)
    const body = { ...draft, variables }
    const saving = template ? templateCommands.update(template.id, body) : templateCommands.create(body)
    saving
      .then(() => {
        toastDone(t('common.saved'))
        onClose()
      })
      .catch(toastError)
      .finally(() => setBusy(false))
  }
  const examples = Object.fromEntries(
    variables.map(({ place, key, example }) => [`${place}:${key}`, example]),
  )
  return (
    <form onSubmit={save} aria-label={t('templates.new')}>
      <Stack gap="sm">
        {theirs ? (
          <Alert color="gray">{t('templates.theirs')}</Alert>
        ) : (
          <Alert color="gray">{t('templates.ours')}</Alert>
        )}
        {theirs ? null : (
          <>
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
              <TextInput
                label={t('templates.name')}
                description={t('templates.nameHint')}
                required
                pattern="[a-z0-9_]+"
                value={draft.name}
                onChange={(event) => change({ name: event.currentTarget.value })}
              />
              <TextInput
                label={t('templates.language')}
                description={t('templates.languageHint')}
                required
                pattern="[a-z]{2,3}(_[A-Z]{2})?"
                value={draft.language}
                onChange={(event) => change({ language: event.currentTarget.value })}
              />
            </SimpleGrid>
            <Select
              label={t('templates.category')}
              data={categories.map((value) => ({ value, label: t(`templates.categories.${value}`) }))}
              allowDeselect={false}
              value={draft.category}
              onChange={(value) =>
                change({ category: categories.find((each) => each === value) ?? 'utility' })
              }
            />
            <TextInput
              label={t('templates.header')}
              maxLength={60}
              value={draft.header}
              onChange={(event) => change({ header: event.currentTarget.value })}
            />
            <Textarea
              label={t('templates.body')}
              description={t('templates.bodyHint', { first: '{{1}}', named: '{{order}}' })}
              required
              autosize
              minRows={3}
              maxLength={1024}
              value={draft.body}
              onChange={(event) => change({ body: event.currentTarget.value })}
            />
            <TextInput
              label={t('templates.footer')}
              maxLength={60}
              value={draft.footer}
              onChange={(event) => change({ footer: event.currentTarget.value })}
            />
          </>
        )}
        {variables.map((variable) => (
          <SimpleGrid key={`${variable.place}:${variable.key}`} cols={{ base: 1, xs: 2 }} spacing="xs">
            <TextInput
              label={
                variable.place === 'url'
                  ? t('templates.linkEnd', { button: draft.buttons[Number(variable.key)]?.label ?? '' })
                  : t('templates.variableName', { key: `{{${variable.key}}}` })
              }
              maxLength={80}
              value={variable.label}
              onChange={(event) => changeVariable(variable, { label: event.currentTarget.value })}
            />
            <Select
              label={t('templates.fillWith')}
              data={sources.map((value) => ({ value, label: t(`templates.sources.${value}`) }))}
              allowDeselect={false}
              value={variable.source}
              onChange={(value) =>
                changeVariable(variable, { source: sources.find((each) => each === value) ?? 'none' })
              }
            />
          </SimpleGrid>
        ))}
        <TemplatePreview template={draft} values={examples} />
        <Button type="submit" loading={busy} w="fit-content">
          {t('common.save')}
        </Button>
      </Stack>
    </form>
  )
}
