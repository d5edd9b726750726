import { TagsInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ConversationView } from '../../../api/contract'
import { useMay } from '../../api/session'
import { toastError } from '../../parts/toast'
import { conversationCommands } from '../conversations'
import { Section } from './section'

export function LabelsSection({ conversation }: { conversation: ConversationView }) {
  const { t } = useTranslation()
  const may = useMay('conversation.label')
  return (
    <Section title={t('card.labels')}>
      <TagsInput
        size="sm"
        aria-label={t('card.labels')}
        placeholder={conversation.labels.length === 0 ? t('card.addLabel') : ''}
        value={conversation.labels}
        onChange={(labels) => conversationCommands.label(conversation.id, labels).catch(toastError)}
        maxTags={20}
        disabled={!may}
        clearable={false}
      />
    </Section>
  )
}
