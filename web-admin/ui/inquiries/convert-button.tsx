import { Button, type ButtonProps, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePipelines } from '../api/reference'
import { nameOf } from '../deals/pipeline-names'
import { toastDone, toastError } from '../parts/toast'
import { inquiryCommands } from './inquiries'

interface ConvertButtonProps extends Pick<ButtonProps, 'size' | 'variant'> {
  inquiryId: string
}

/**
 * "Make it a deal": asks of which pipeline, where there are several. Pressed twice, it is one deal all the same (the server
 * sees to it).
 */
export function ConvertButton({ inquiryId, ...look }: ConvertButtonProps) {
  const { t } = useTranslation()
  const pipelines = usePipelines()
  const [busy, setBusy] = useState(false)
  const convert = (pipeline?: string) => {
    setBusy(true)
    inquiryCommands
      .convert(inquiryId, pipeline)
      .then((deal) => toastDone(t('card.converted', { number: deal.number })))
      .catch(toastError)
      .finally(() => setBusy(false))
  }
  if (pipelines.length < 2) {
    // Until it is known which there are, a press would choose for the person.
    const isUnknown = pipelines.length === 0
    return (
      <Button {...look} loading={busy} disabled={isUnknown} onClick={() => convert()}>
        {t('card.convert')}
      </Button>
    )
  }
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <Button {...look} loading={busy} rightSection={<IconChevronDown size={15} />}>
          {t('card.convert')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('deal.whichPipeline')}</Menu.Label>
        {pipelines.map((pipeline) => (
          <Menu.Item key={pipeline.key} onClick={() => convert(pipeline.key)}>
            {nameOf(pipeline)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
