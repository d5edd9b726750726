import {
  ActionIcon,
  Badge,
  Button,
  Checkbox,
  Group,
  Menu,
  Modal,
  Skeleton,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CannedReplyList, CannedReplyView } from '../../api/contract'
import { api } from '../api/client'
import { keys } from '../api/keys'
import { queryClient } from '../api/query-client'
import { useSession } from '../api/session'
import { ru } from '../locales/ru'
import { Failure } from '../parts/failure'
import { toastDone, toastError } from '../parts/toast'
import { Panel } from './panel'
import classes from './panel.module.css'

const refresh = () => queryClient.invalidateQueries({ queryKey: keys.cannedReplies })

const bringBack = ({ shortcut, title, text, own }: CannedReplyView) =>
  api.post('/canned-replies', { shortcut, title, text, own }).then(refresh)

type VariableName = keyof typeof ru.canned.variable
const known = (name: string): name is VariableName => name in ru.canned.variable

/** Replies that are ready: the team's and one's own, put in by `/` in the field of the reply. */
export function CannedRepliesPanel() {
  const { t } = useTranslation()
  const { me } = useSession()
  const keeps = me.role === 'admin' || me.role === 'head' || me.role === 'marketer'
  const { data, error, refetch } = useQuery({
    queryKey: keys.cannedReplies,
    queryFn: ({ signal }) => api.get<CannedReplyList>('/canned-replies', {}, signal),
  })
  const [editing, setEditing] = useState<CannedReplyView | 'new' | null>(null)
  const remove = (reply: CannedReplyView) => {
    api
      .remove(`/canned-replies/${reply.id}`)
      .then(refresh)
      .then(() => toastDone(t('canned.removed'), () => bringBack(reply)))
      .catch(toastError)
  }
  return (
    <Panel title={t('canned.title')} lead={t('canned.lead')}>
      {error && !data ? <Failure error={error} onRetry={() => void refetch()} compact /> : null}
      {!data && !error ? <Skeleton h={80} /> : null}
      {data?.items.length === 0 ? <Text c="dimmed">{t('canned.none')}</Text> : null}
      {data?.items.map((reply) => (
        <div key={reply.id} className={classes.row}>
          <Text ff="monospace" fz="sm" miw={110}>
            /{reply.shortcut}
          </Text>
          <div>
            <Text fw={500} fz="sm">
              {reply.title} {reply.own ? <Badge size="sm">{t('canned.own')}</Badge> : null}
            </Text>
            <Text className={classes.sub} lineClamp={2}>
              {reply.text}
            </Text>
          </div>
          {keeps || reply.own ? (
            <Menu>
              <Menu.Target>
                <ActionIcon aria-label={t('canned.menu', { name: reply.title })}>
                  <IconDots size={17} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setEditing(reply)}>
                  {t('common.edit')}
                </Menu.Item>
                <Menu.Item color="ember" leftSection={<IconTrash size={16} />} onClick={() => remove(reply)}>
                  {t('canned.remove')}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          ) : null}
        </div>
      ))}
      <Button mt="sm" variant="default" onClick={() => setEditing('new')}>
        {t('canned.add')}
      </Button>
      <Modal
        opened={editing !== null}
        onClose={() => setEditing(null)}
        title={t(editing === 'new' ? 'canned.add' : 'canned.edit')}
      >
        {editing ? (
          <ReplyForm
            reply={editing === 'new' ? null : editing}
            variables={data?.variables ?? []}
            mayTeam={keeps}
            onDone={() => setEditing(null)}
          />
        ) : null}
      </Modal>
    </Panel>
  )
}

interface ReplyFormProps {
  reply: CannedReplyView | null
  variables: readonly string[]
  mayTeam: boolean
  onDone: () => void
}

function ReplyForm({ reply, variables, mayTeam, onDone }: ReplyFormProps) {
  const { t } = useTranslation()
  const [shortcut, setShortcut] = useState(reply?.shortcut ?? '')
  const [title, setTitle] = useState(reply?.title ?? '')
  const [text, setText] = useState(reply?.text ?? '')
  const [own, setOwn] = useState(reply?.own ?? !mayTeam)
  const [busy, setBusy] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const put = (variable: string) => {
    const at = field.current?.selectionStart ?? text.length
    setText(`${text.slice(0, at)}{{${variable}}}${text.slice(at)}`)
    field.current?.focus()
  }
  const save = () => {
    setBusy(true)
    const words = { shortcut: shortcut.trim(), title: title.trim(), text: text.trim() }
    const saved = reply
      ? api.patch(`/canned-replies/${reply.id}`, { ...words, expectedVersion: reply.version })
      : api.post('/canned-replies', { ...words, own })
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
        <Group grow align="flex-start">
          <TextInput
            label={t('canned.shortcut')}
            leftSection="/"
            value={shortcut}
            maxLength={30}
            onChange={(event) => setShortcut(event.currentTarget.value.replace(/^\//, ''))}
            data-autofocus
          />
          <TextInput
            label={t('canned.name')}
            value={title}
            maxLength={80}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
        </Group>
        <Textarea
          ref={field}
          label={t('canned.text')}
          autosize
          minRows={4}
          maxRows={14}
          maxLength={4000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div>
          <Text fz="sm" c="dimmed" mb={6}>
            {t('canned.variables')}
          </Text>
          <Group gap={6}>
            {variables.map((variable) => (
              <Button key={variable} size="compact-xs" variant="default" onClick={() => put(variable)}>
                {known(variable) ? t(`canned.variable.${variable}`) : variable}
              </Button>
            ))}
          </Group>
        </div>
        {reply || !mayTeam ? null : (
          <Checkbox
            label={t('canned.forMe')}
            checked={own}
            onChange={(event) => setOwn(event.currentTarget.checked)}
          />
        )}
        <Group justify="flex-end">
          <Button
            type="submit"
            loading={busy}
            disabled={shortcut.trim() === '' || title.trim() === '' || text.trim() === ''}
          >
            {t('common.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
