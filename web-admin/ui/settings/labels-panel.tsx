import { ActionIcon, Button, Group, Menu, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LabelBody, LabelView } from '../../api/contract'
import { api } from '../api/client'
import { keys } from '../api/keys'
import { queryClient } from '../api/query-client'
import { useLabels } from '../api/reference'
import { useMay } from '../api/session'
import { LabelChip } from '../parts/label-chip'
import { toastDone, toastError } from '../parts/toast'
import { Panel } from './panel'
import classes from './panel.module.css'

const colours = ['gray', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'violet', 'pink'] as const

const refresh = () =>
  Promise.all([
    queryClient.invalidateQueries({ queryKey: keys.labels }),
    queryClient.invalidateQueries({ queryKey: keys.conversations }),
    queryClient.invalidateQueries({ queryKey: ['conversation'] }),
  ])

/** Labels of conversations: their names, colours and what they stand for. */
export function LabelsPanel() {
  const { t } = useTranslation()
  const may = useMay('label.manage')
  const labels = useLabels()
  const [editing, setEditing] = useState<LabelView | 'new' | null>(null)
  const remove = (label: LabelView) => {
    api
      .remove(`/labels/${label.id}`)
      .then(refresh)
      .then(() => toastDone(t('labels.removed')))
      .catch(toastError)
  }
  return (
    <Panel title={t('labels.title')} lead={t('labels.lead')}>
      {labels.length === 0 ? <Text c="dimmed">{t('labels.none')}</Text> : null}
      {labels.map((label) => (
        <div key={label.id} className={classes.row}>
          <LabelChip name={label.name} />
          <div className={classes.sub}>{label.description}</div>
          {may ? (
            <Menu>
              <Menu.Target>
                <ActionIcon aria-label={t('labels.menu', { name: label.name })}>
                  <IconDots size={17} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setEditing(label)}>
                  {t('common.edit')}
                </Menu.Item>
                <Menu.Item color="ember" leftSection={<IconTrash size={16} />} onClick={() => remove(label)}>
                  {t('labels.remove')}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          ) : null}
        </div>
      ))}
      {may ? (
        <Button mt="sm" variant="default" onClick={() => setEditing('new')}>
          {t('labels.add')}
        </Button>
      ) : null}
      <Modal
        opened={editing !== null}
        onClose={() => setEditing(null)}
        title={t(editing === 'new' ? 'labels.add' : 'labels.edit')}
        size="sm"
      >
        {editing ? (
          <LabelForm label={editing === 'new' ? null : editing} onDone={() => setEditing(null)} />
        ) : null}
      </Modal>
    </Panel>
  )
}

function LabelForm({ label, onDone }: { label: LabelView | null; onDone: () => void }) {
  const { t } = useTranslation()
  const [name, setName] = useState(label?.name ?? '')
  const [colour, setColour] = useState<LabelView['colour']>(label?.colour ?? 'green')
  const [description, setDescription] = useState(label?.description ?? '')
  const [busy, setBusy] = useState(false)
  const save = () => {
    setBusy(true)
    const body: LabelBody = { name: name.trim(), colour, description: description.trim() }
    const saved = label ? api.patch(`/labels/${label.id}`, body) : api.post('/labels', body)
    saved
      .then(refresh)
      .then(() => {
        toastDone(t('common.saved'))
        onDone()
      })
      .catch(toastError)
      .finally(() => setBusy(false))
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <Stack>
        <TextInput
          label={t('labels.name')}
          value={name}
          maxLength={40}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <Select
          label={t('labels.colour')}
          value={colour}
          allowDeselect={false}
          onChange={(value) => setColour(colours.find((each) => each === value) ?? 'gray')}
          data={colours.map((value) => ({ value, label: t(`labels.colours.${value}`) }))}
        />
        <TextInput
          label={t('labels.description')}
          value={description}
          maxLength={200}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={busy} disabled={name.trim() === ''}>
            {t('common.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
