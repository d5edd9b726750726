import { ActionIcon, Tooltip } from '@mantine/core'
import { IconTemplate } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConversationView } from '../../api/contract'
import { TemplatePicker } from './template-picker'

/** A template may be sent while free text is possible, too. */
export function TemplateButton({ conversation }: { conversation: ConversationView }) {
  const { t } = useTranslation()
  const [picking, setPicking] = useState(false)
  return (
    <>
      <Tooltip label={t('templates.choose')}>
        <ActionIcon aria-label={t('templates.choose')} onClick={() => setPicking(true)}>
          <IconTemplate size={19} />
        </ActionIcon>
      </Tooltip>
      <TemplatePicker conversation={conversation} opened={picking} onClose={() => setPicking(false)} />
    </>
  )
}
