import { ActionIcon, Badge, Button, Group, Skeleton, Text, Tooltip } from '@mantine/core'
import { IconPencil, IconPlus, IconRefresh, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChannelView, TemplateView } from '../../api/contract'
import { useMay, useSession } from '../api/session'
import { type Confirmation, ConfirmModal } from '../parts/confirm-modal'
import { Failure } from '../parts/failure'
import { toastDone, toastError } from '../parts/toast'
import { Panel } from '../settings/panel'
import { TemplateForm } from './template-form'
import { templateCommands, useTemplates } from './templates'
import classes from './templates.module.css'

const colours: Record<TemplateView['status'], string> = {
  approved: 'pine',
  pending: 'gray',
  paused: 'ember',
  rejected: 'ember',
}

/** Approved messages of every account that has them; nothing where no messenger wants any. */
export function TemplatesPanel() {
  const { t } = useTranslation()
  const accounts = useSession().channels.filter(({ templates }) => templates)
  const { data, error, refetch } = useTemplates(accounts.length > 0)
  if (accounts.length === 0) return null
  return (
    <Panel title={t('templates.title')} lead={t('templates.lead')}>
      {error ? <Failure error={error} onRetry={() => void refetch()} compact /> : null}
      {!data && !error ? <Skeleton h={160} /> : null}
      {data
        ? accounts.map((account) => (
            <Account
              key={account.accountId}
              account={account}
              named={accounts.length > 1}
              templates={data.items.filter(({ accountId }) => accountId === account.accountId)}
            />
          ))
        : null}
    </Panel>
  )
}

function Account({
  account,
  named,
  templates,
}: {
  account: ChannelView
  named: boolean
  templates: TemplateView[]
}) {
  const { t } = useTranslation()
  const mayManage = useMay('template.manage')
  const [editing, setEditing] = useState<TemplateView | 'new' | null>(null)
  const [busy, setBusy] = useState(false)
  const sync = () => {
    setBusy(true)
    templateCommands
      .sync(account.accountId)
      .then(({ found, added }) => toastDone(t('templates.synced', { found, added })))
      .catch(toastError)
      .finally(() => setBusy(false))
  }
  return (
    <div>
      {named ? (
        <Text fw={600} fz="sm" mt="sm">
          {account.name}
        </Text>
      ) : null}
      {templates.length === 0 ? (
        <Text c="dimmed" fz="sm" mb="sm">
          {t('templates.empty')}
        </Text>
      ) : null}
      {templates.map((template) => (
        <Row key={template.id} template={template} onEdit={mayManage ? () => setEditing(template) : null} />
      ))}
      {mayManage ? (
        <Group mt="sm" gap="xs">
          <Button leftSection={<IconRefresh size={16} />} variant="default" loading={busy} onClick={sync}>
            {t('templates.sync')}
          </Button>
          <Button leftSection={<IconPlus size={16} />} variant="subtle" onClick={() => setEditing('new')}>
            {t('templates.add')}
          </Button>
        </Group>
      ) : null}
      <TemplateForm
        accountId={account.accountId}
        template={editing === 'new' ? null : editing}
        opened={editing !== null}
        onClose={() => setEditing(null)}
      />
    </div>
  )
}

function Row({ template, onEdit }: { template: TemplateView; onEdit: (() => void) | null }) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState<Confirmation | null>(null)
  const remove = () =>
    setAsked({
      title: t('templates.removeTitle', { name: template.name }),
      text: t(template.source === 'account' ? 'templates.removeTheirs' : 'templates.removeOurs'),
      action: t('templates.remove'),
      danger: true,
      run: () => templateCommands.remove(template.id).then(() => toastDone(t('templates.removed'))),
    })
  return (
    <div className={classes.row}>
      <div className={classes.rowWords}>
        <div className={classes.rowName}>
          {template.name} · {template.language}
          <Badge color={colours[template.status]}>{t(`templates.statuses.${template.status}`)}</Badge>
          {template.unsupported ? (
            <Badge color="gray">{t('templates.unsupported', { part: template.unsupported })}</Badge>
          ) : null}
        </div>
        <p className={classes.rowBody}>{template.body}</p>
        {template.reason ? <p className={classes.rowBody}>{template.reason}</p> : null}
      </div>
      {onEdit ? (
        <Group gap={4} wrap="nowrap">
          <Tooltip label={t('templates.edit')}>
            <ActionIcon aria-label={`${t('templates.edit')}: ${template.name}`} onClick={onEdit}>
              <IconPencil size={17} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={t('templates.remove')}>
            <ActionIcon aria-label={`${t('templates.remove')}: ${template.name}`} onClick={remove}>
              <IconTrash size={17} />
            </ActionIcon>
          </Tooltip>
        </Group>
      ) : null}
      <ConfirmModal asked={asked} onClose={() => setAsked(null)} />
      <ConfirmModal asked={asked} onClose={() => setAsked(null)} />
    </div>
  )
}
