import { Button, Group, Modal, Radio, Skeleton, Stack, Table, Text } from '@mantine/core'
import { IconArrowsExchange } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MergeBody, MergePreviewView } from '../../api/contract'
import { phoneText } from '../format/phone'
import { Failure } from '../parts/failure'
import { toastDone, toastError } from '../parts/toast'
import { clientCommands } from './clients'
import { useFieldWords } from './use-field-words'

interface MergeModalProps {
  /** The two cards; null: closed. */
  pair: readonly [string, string] | null
  onClose: () => void
  onMerged: (survivorId: string) => void
}

/** What merging two cards would do, field by field; any of it may be chosen otherwise, and all of it undone. */
export function MergeModal({ pair, onClose, onMerged }: MergeModalProps) {
  const { t } = useTranslation()
  return (
    <Modal opened={pair !== null} onClose={onClose} size="lg" title={t('merge.title')}>
      {pair ? <Preview key={pair.join()} pair={pair} onClose={onClose} onMerged={onMerged} /> : null}
    </Modal>
  )
}

function Preview({ pair, onClose, onMerged }: MergeModalProps & { pair: readonly [string, string] }) {
  const [swapped, setSwapped] = useState(false)
  const [survivorId, otherId] = swapped ? [pair[1], pair[0]] : pair
  const { data, error, refetch } = useQuery({
    queryKey: ['merge', survivorId, otherId],
    gcTime: 0,
    queryFn: () => clientCommands.previewMerge(survivorId, otherId),
  })
  if (error) return <Failure error={error} onRetry={() => void refetch()} compact />
  if (!data) return <Skeleton h={220} />
  return (
    <Choose
      key={survivorId}
      preview={data}
      onSwap={() => setSwapped(!swapped)}
      onClose={onClose}
      onMerged={onMerged}
    />
  )
}

/** A number that a line's end does not cut in two. */
const unbroken = (phone: string): string =>
  phoneText(phone).replaceAll(' ', '\u00a0').replaceAll('-', '\u2011')

interface ChooseProps {
  preview: MergePreviewView
  onSwap: () => void
  onClose: () => void
  onMerged: (survivorId: string) => void
}

function Choose({ preview, onSwap, onClose, onMerged }: ChooseProps) {
  const { t } = useTranslation()
  const words = useFieldWords()
  const { survivor, other, moves } = preview
  const [choices, setChoices] = useState<NonNullable<MergeBody['choices']>>({})
  const [busy, setBusy] = useState(false)
  const merge = async () => {
    setBusy(true)
    try {
      const { mergeId } = await clientCommands.merge({
        survivorId: survivor.id,
        otherId: other.id,
        choices,
        expectedVersion: survivor.version,
        expectedOtherVersion: other.version,
      })
      toastDone(t('merge.done', { name: survivor.name }), () => clientCommands.undoMerge(mergeId))
      onClose()
      onMerged(survivor.id)
    } catch (error) {
      toastError(error)
      setBusy(false)
    }
  }
  const following = (Object.keys(moves) as (keyof typeof moves)[]).filter((kind) => moves[kind] > 0)
  return (
    <Stack>
      <Group justify="space-between" wrap="nowrap">
        <Text fz="sm">{t('merge.lead', { survivor: survivor.name, other: other.name })}</Text>
        <Button
          variant="default"
          size="xs"
          flex="none"
          leftSection={<IconArrowsExchange size={15} />}
          onClick={onSwap}
        >
          {t('merge.swap')}
        </Button>
      </Group>
      {preview.fields.length > 0 ? (
        <Table aria-label={t('merge.fields')} verticalSpacing={6}>
          <Table.Tbody>
            {preview.fields.map(({ field, survivor: ours, other: theirs, choice }) => {
              const options = [
                { value: 'survivor' as const, text: words.value(field, ours) },
                { value: 'other' as const, text: words.value(field, theirs) },
                ...(field === 'notes' ? [{ value: 'both' as const, text: t('merge.both') }] : []),
              ]
              return (
                <Table.Tr key={field}>
                  <Table.Td c="dimmed" w={130} style={{ verticalAlign: 'top' }}>
                    {words.name(field)}
                  </Table.Td>
                  <Table.Td>
                    <Radio.Group
                      aria-label={words.name(field)}
                      value={choices[field] ?? choice}
                      onChange={(value) =>
                        setChoices({ ...choices, [field]: value as 'survivor' | 'other' | 'both' })
                      }
                    >
                      <Stack gap={5}>
                        {options.map((option) => (
                          <Radio key={option.value} value={option.value} label={option.text || '—'} />
                        ))}
                      </Stack>
                    </Radio.Group>
                  </Table.Td>
                </Table.Tr>
              )
            })}
          </Table.Tbody>
        </Table>
      ) : null}
      {preview.phones.length + preview.emails.length > 0 ? (
        <Text fz="sm">
          {t('merge.addresses', { list: [...preview.phones.map(unbroken), ...preview.emails].join(', ') })}
        </Text>
      ) : null}
      <Text fz="sm" c="dimmed">
        {following.length > 0
          ? t('merge.follow', {
              list: following.map((kind) => t(`merge.moves.${kind}`, { count: moves[kind] })).join(', '),
            })
          : t('merge.followNothing')}
      </Text>
      <Group>
        <Button onClick={() => void merge()} loading={busy}>
          {t('merge.submit')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('clients.cancel')}
        </Button>
      </Group>
    </Stack>
  )
}
