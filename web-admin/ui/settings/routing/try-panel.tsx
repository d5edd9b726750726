import { Button, Group, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { DateTimePicker } from '@mantine/dates'
import { IconPlayerPlay, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RoutingRuleView, RoutingTryView } from '../../../api/contract'
import { useZone } from '../../format/use-format'
import { instantOf } from '../../format/zone'
import { toastError } from '../../parts/toast'
import { Panel } from '../panel'
import { routingCommands } from './routing'
import { RoutingLines } from './routing-lines'

const channels = ['telegram', 'whatsapp', 'site', 'email', 'form', 'phone', 'api'] as const

/** Who would get an inquiry like this by the rules on the screen, saved or not. */
export function TryPanel({ rules, loadLimit }: { rules: RoutingRuleView[]; loadLimit: number | null }) {
  const { t } = useTranslation()
  const zone = useZone()
  const [channel, setChannel] = useState<(typeof channels)[number]>('telegram')
  const [source, setSource] = useState('')
  const [at, setAt] = useState<string | null>(null)
  const [answers, setAnswers] = useState<{ question: string; value: string }[]>([])
  const [result, setResult] = useState<RoutingTryView | null>(null)
  const [busy, setBusy] = useState(false)
  const run = async () => {
    setBusy(true)
    try {
      const given = answers.filter(({ question }) => question.trim() !== '')
      setResult(
        await routingCommands.try({
          rules,
          loadLimit,
          channel,
          source: source.trim(),
          answers: Object.fromEntries(given.map(({ question, value }) => [question.trim(), value])),
          ...(at ? { at: instantOf(at, zone).toISOString() } : {}),
        }),
      )
    } catch (error) {
      toastError(error)
    } finally {
      setBusy(false)
    }
  }
  const setAnswer = (index: number, part: Partial<(typeof answers)[number]>) =>
    setAnswers(answers.map((each, place) => (place === index ? { ...each, ...part } : each)))
  return (
    <Panel title={t('routing.try')} lead={t('routing.tryLead')}>
      <Stack>
        <SimpleGrid cols={{ base: 1, xs: 3 }}>
          <Select
            label={t('common.channel')}
            allowDeselect={false}
            data={channels.map((value) => ({ value, label: t(`channels.${value}`) }))}
            value={channel}
            onChange={(value) => setChannel(channels.find((each) => each === value) ?? 'telegram')}
          />
          <TextInput
            label={t('common.source')}
            maxLength={100}
            value={source}
            onChange={(event) => setSource(event.currentTarget.value)}
          />
          <DateTimePicker
            label={t('routing.tryAt')}
            placeholder={t('routing.tryNow')}
            clearable
            valueFormat="D MMM, HH:mm"
            value={at}
            onChange={setAt}
          />
        </SimpleGrid>
        {answers.map((answer, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: answers have no identity of their own.
          <Group key={index} gap={8}>
            <TextInput
              placeholder={t('routing.question')}
              aria-label={t('routing.question')}
              maxLength={60}
              value={answer.question}
              onChange={(event) => setAnswer(index, { question: event.currentTarget.value })}
            />
            <TextInput
              placeholder={t('routing.value')}
              aria-label={t('routing.value')}
              maxLength={200}
              value={answer.value}
              onChange={(event) => setAnswer(index, { value: event.currentTarget.value })}
            />
          </Group>
        ))}
        <Group>
          <Button loading={busy} leftSection={<IconPlayerPlay size={16} />} onClick={() => void run()}>
            {t('routing.tryRun')}
          </Button>
          <Button
            variant="subtle"
            leftSection={<IconPlus size={14} />}
            onClick={() => setAnswers([...answers, { question: '', value: '' }])}
          >
            {t('routing.addAnswer')}
          </Button>
        </Group>
        {result ? (
          <section aria-live="polite" aria-label={t('routing.result')}>
            <Text fw={600}>
              {t('routing.result')}:{' '}
              {result.assignee?.name ??
                (result.told.map(({ name }) => name).join(', ') || t('routing.everybody'))}
            </Text>
            <RoutingLines lines={result.lines} />
          </section>
        ) : null}
      </Stack>
    </Panel>
  )
}
