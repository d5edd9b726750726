import { ActionIcon, Badge, Button, Skeleton, Stack, Tabs, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconArrowLeft, IconBellPlus, IconPencil, IconPlus, IconUserOff } from '@tabler/icons-react'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ClientView } from '../../api/contract'
import { ApiError } from '../api/api-error'
import { useSession } from '../api/session'
import { QuickDeal } from '../deals/quick-deal'
import classes from '../parts/card-page.module.css'
import { Failure } from '../parts/failure'
import { Nothing } from '../parts/nothing'
import { NewActivity } from '../tasks/new-activity'
import { ClientDetails } from './client-details'
import { ClientFiles } from './client-files'
import { ClientForm } from './client-form'
import { ClientMenu } from './client-menu'
import { ClientNotices } from './client-notices'
import { ClientPhoto } from './client-photo'
import { ClientWork } from './client-work'
import { useClient } from './clients'
import { OwnerButton } from './owner-button'
import { Timeline } from './timeline'

export function ClientPage() {
  const { t } = useTranslation()
  const { clientId } = useParams({ from: '/clients/$clientId' })
  const { data: client, error, refetch } = useClient(clientId)
  if (client) return <Card client={client} />
  if (error instanceof ApiError && error.missing) {
    return (
      <Nothing icon={IconUserOff} title={t('clients.notFound')}>
        <Button component={Link} to="/clients" variant="default">
          {t('clients.title')}
        </Button>
      </Nothing>
    )
  }
  if (error) return <Failure error={error} onRetry={() => void refetch()} />
  return (
    <Stack p="xl" aria-busy="true">
      <Skeleton h={60} w={300} />
      <Skeleton h={200} />
    </Stack>
  )
}

function Card({ client }: { client: ClientView }) {
  const { t } = useTranslation()
  const { may } = useSession()
  const [editing, edit] = useDisclosure(false)
  const [dealing, deal] = useDisclosure(false)
  const [reminding, remind] = useDisclosure(false)
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <ActionIcon component={Link} to="/clients" aria-label={t('common.back')}>
          <IconArrowLeft size={20} />
        </ActionIcon>
        <ClientPhoto client={client} size={52} />
        <div className={classes.names}>
          <Title order={1} className={classes.name}>
            {client.name}
          </Title>
          <div className={classes.under}>
            {client.position ? <span>{client.position}</span> : null}
            {client.company ? (
              <Link to="/companies/$companyId" params={{ companyId: client.company.id }}>
                {client.company.name}
              </Link>
            ) : null}
            <Badge>{t(`clients.state.${client.state}`)}</Badge>
            <Badge color="gray" variant="outline">
              {t(`clients.base.${client.base}`)}
            </Badge>
            <span>{client.owner?.name ?? t('clients.free')}</span>
          </div>
        </div>
        <div className={classes.actions}>
          <OwnerButton client={client} />
          {may.includes('activity.plan') ? (
            <Button variant="default" leftSection={<IconBellPlus size={17} />} onClick={remind.open}>
              {t('card.newReminder')}
            </Button>
          ) : null}
          {may.includes('deal.create') ? (
            <Button variant="default" leftSection={<IconPlus size={17} />} onClick={deal.open}>
              {t('card.newDeal')}
            </Button>
          ) : null}
          {may.includes('client.update') ? (
            <Button leftSection={<IconPencil size={17} />} onClick={edit.open}>
              {t('common.edit')}
            </Button>
          ) : null}
          <ClientMenu client={client} />
        </div>
      </header>
      <ClientNotices client={client} />
      <div className={classes.columns}>
        <div className={classes.side}>
          <ClientDetails client={client} />
        </div>
        <div className={classes.middle}>
          <ClientWork client={client} />
          <Tabs defaultValue="timeline" keepMounted={false}>
            <Tabs.List mb="sm">
              <Tabs.Tab value="timeline">{t('clients.timeline')}</Tabs.Tab>
              <Tabs.Tab value="files">{t('clients.files')}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="timeline">
              <Timeline clientId={client.id} />
            </Tabs.Panel>
            <Tabs.Panel value="files">
              <ClientFiles clientId={client.id} />
            </Tabs.Panel>
          </Tabs>
        </div>
      </div>
      <ClientForm opened={editing} onClose={edit.close} client={client} />
      <QuickDeal
        opened={dealing}
        onClose={deal.close}
        clientId={client.id}
        companyId={client.company?.id ?? null}
        conversationId={client.conversations[0]?.id ?? null}
      />
      <NewActivity opened={reminding} onClose={remind.close} clientId={client.id} />
    </div>
  )
}
