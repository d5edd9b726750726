import { Button, CopyButton, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { LinkView } from '../../api/contract'
import { useFormat } from '../format/use-format'

/** The link to send to the client, shown once. */
export function LinkModal({ link, onClose }: { link: LinkView | null; onClose: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Modal opened={link !== null} onClose={onClose} title={t('clients.linkTitle')}>
      {link ? (
        <Stack>
          <Text fz="sm">{t('clients.linkLead', { until: format.full(link.expiresAt) })}</Text>
          <TextInput
            readOnly
            value={link.url}
            aria-label={t('clients.linkTitle')}
            onFocus={(event) => event.currentTarget.select()}
          />
          <Group>
            <CopyButton value={link.url}>
              {({ copied, copy }) => (
                <Button onClick={copy}>{copied ? t('clients.copied') : t('clients.copy')}</Button>
              )}
            </CopyButton>
          </Group>
        </Stack>
      ) : null}
    </Modal>
  )
}
