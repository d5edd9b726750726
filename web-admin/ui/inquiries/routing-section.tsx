import { Badge, Group, Skeleton, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../format/use-format'
import { Failure } from '../parts/failure'
import { useRoutingOf } from '../settings/routing/routing'
import { RoutingLines } from '../settings/routing/routing-lines'

/** How the inquiry came to whoever has it: each decision of the rules with its reasons, the latest first. */
export function RoutingSection({ inquiryId }: { inquiryId: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { data, error, refetch } = useRoutingOf(inquiryId)
  if (error) return <Failure error={error} onRetry={() => void refetch()} compact />
  if (!data) return <Skeleton h={60} />
  if (data.length === 0) {
    return (
      <Text fz="sm" c="dimmed">
        {t('routing.whyEmpty')}
      </Text>
    )
  }
  return (
    <Stack gap="md">
      {data.map((decision) => (
        <div key={decision.id}>
          <Group gap={8}>
            <Text fw={500} fz="sm">
              {decision.assignee?.name ??
                (decision.told.map(({ name }) => name).join(', ') || t('routing.everybody'))}
            </Text>
            <Text fz="xs" c="dimmed">
              {format.moment(decision.at)}
            </Text>
            {decision.passOnAt ? (
              <Badge color="yellow">
                {t('routing.waitsUntil', { time: format.moment(decision.passOnAt) })}
              </Badge>
            ) : null}
            {decision.state === 'passed' ? <Badge color="gray">{t('routing.passed')}</Badge> : null}
          </Group>
          <RoutingLines lines={decision.lines} />
        </div>
      ))}
    </Stack>
  )
}
