import { Group, Kbd, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure, useHotkeys } from '@mantine/hooks'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'

const opened = new EventTarget()

export function openKeysHelp(): void {
  opened.dispatchEvent(new Event('open'))
}

/** The keys of the panel, on `?`. They are places on the keyboard, so they work in the Russian layout too. */
export function KeysHelp() {
  const { t } = useTranslation()
  const [shown, { open, close }] = useDisclosure(false)
  useHotkeys([['shift+Slash', open, { usePhysicalKeys: true }]])
  useEffect(() => {
    opened.addEventListener('open', open)
    return () => opened.removeEventListener('open', open)
  }, [open])
  const groups = [
    {
      name: t('keys.anywhere'),
      keys: [
        ['?', t('keys.help')],
        ['/', t('keys.search')],
        ['Esc', t('keys.escape')],
      ],
    },
    {
      name: t('keys.inbox'),
      keys: [
        ['↑ ↓', t('keys.rows')],
        ['Enter', t('keys.open')],
        ['J', t('keys.next')],
        ['K', t('keys.previous')],
        ['R', t('keys.reply')],
        ['N', t('keys.note')],
        ['T', t('keys.take')],
        ['E', t('keys.close')],
        ['S', t('keys.snooze')],
        ['U', t('keys.unread')],
        ['M', t('keys.mute')],
        ['/', t('keys.canned')],
        ['@', t('keys.mention')],
      ],
    },
    {
      name: t('keys.board'),
      keys: [
        ['␣', t('keys.drag')],
        ['← →', t('keys.arrows')],
      ],
    },
  ]
  return (
    <Modal opened={shown} onClose={close} title={t('keys.title')} size="sm">
      <Stack gap="lg">
        {groups.map((group) => (
          <Stack key={group.name} gap={6}>
            <Text fz="xs" c="dimmed" fw={600}>
              {group.name}
            </Text>
            {group.keys.map(([key, what]) => (
              <Group key={key} justify="space-between">
                <Text fz="sm">{what}</Text>
                <Kbd>{key}</Kbd>
              </Group>
            ))}
          </Stack>
        ))}
      </Stack>
    </Modal>
  )
}
