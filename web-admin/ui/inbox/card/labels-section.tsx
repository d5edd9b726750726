import { TagsInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ConversationView } from '../../../api/contract'
import { keys } from '../../api/keys'
import { queryClient } from '../../api/query-client'
import { useLabels } from '../../api/reference'
import { useMay } from '../../api/session'
import { LabelChip } from '../../parts/label-chip'
import { toastError } from '../../parts/toast'
import { conversationCommands } from '../conversations'
import { Section } from './section'

export function LabelsSection({ conversation }: { conversation: ConversationView }) {
  const { t } = useTranslation()
  const may = useMay('conversation.label')
  const catalogue = useLabels().map((label) => label.name)
  return (
    <Section title={t('card.labels')}>
      <TagsInput
        size="sm"
        aria-label={t('card.labels')}
        placeholder={conversation.labels.length === 0 ? t('card.addLabel') : ''}
        value={conversation.labels}
        data={catalogue}
        renderOption={({ option }) => <LabelChip name={option.value} />}
        onChange={(labels) => {
          conversationCommands
            .label(conversation.id, labels)
            .then(() => queryClient.invalidateQueries({ queryKey: keys.labels }))
            .catch(toastError)
        }}
        maxTags={20}
        disabled={!may}
        clearable={false}
      />
    </Section>
  )
}
