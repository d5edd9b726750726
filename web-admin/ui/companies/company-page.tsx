import { ActionIcon, Button, Skeleton, Stack, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import {
  IconArrowLeft,
  IconBriefcase,
  IconBuilding,
  IconBuildingOff,
  IconPencil,
  IconPlus,
  IconUsers,
} from '@tabler/icons-react'
import { Link, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CompanyView } from '../../api/contract'
import { ApiError } from '../api/api-error'
import { useSession } from '../api/session'
import { ClientTable } from '../clients/client-table'
import { QuickDeal } from '../deals/quick-deal'
import { StageSelect } from '../deals/stage-select'
import { doerName } from '../format/doer-name'
import { useFormat } from '../format/use-format'
import classes from '../parts/card-page.module.css'
import { Failure } from '../parts/failure'
import { MoreRows } from '../parts/more-rows'
import { Nothing } from '../parts/nothing'
import { useCompany, useDealsOfCompany, usePeopleOf } from './companies'
import { CompanyForm } from './company-form'
import { websiteUrl } from './website'

export function CompanyPage() {
  const { t } = useTranslation()
  const { companyId } = useParams({ from: '/companies/$companyId' })
  const { data: company, error, refetch } = useCompany(companyId)
  if (company) return <Card key={company.id} company={company} />
  if (error instanceof ApiError && error.missing) {
    return (
      <Nothing icon={IconBuildingOff} title={t('companies.notFound')}>
        <Button component={Link} to="/companies" variant="default">
          {t('companies.title')}
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

function Card({ company }: { company: CompanyView }) {
  const { t } = useTranslation()
  const { may } = useSession()
  const [editing, edit] = useDisclosure(false)
  const [dealing, deal] = useDisclosure(false)
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <ActionIcon component={Link} to="/companies" aria-label={t('common.back')}>
          <IconArrowLeft size={20} />
        </ActionIcon>
        <span className={classes.sign} aria-hidden="true">
          <IconBuilding size={26} stroke={1.6} />
        </span>
        <div className={classes.names}>
          <Title order={1} className={classes.name}>
            {company.name}
          </Title>
          <div className={classes.under}>{company.owner?.name ?? t('companies.nobodys')}</div>
        </div>
        <div className={classes.actions}>
          {may.includes('deal.create') ? (
            <Button variant="default" leftSection={<IconPlus size={17} />} onClick={deal.open}>
              {t('card.newDeal')}
            </Button>
          ) : null}
          {may.includes('company.update') ? (
            <Button leftSection={<IconPencil size={17} />} onClick={edit.open}>
              {t('common.edit')}
            </Button>
          ) : null}
        </div>
      </header>
      <div className={classes.columns}>
        <div className={classes.side}>
          <Requisites company={company} />
        </div>
        <div className={classes.middle}>
          <Deals company={company} />
          <People companyId={company.id} />
        </div>
      </div>
      <CompanyForm opened={editing} onClose={edit.close} company={company} />
      <QuickDeal
        opened={dealing}
        onClose={deal.close}
        clientId={null}
        companyId={company.id}
        conversationId={null}
      />
    </div>
  )
}

function Requisites({ company }: { company: CompanyView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { facts } = company
  const url = websiteUrl(company.website)
  return (
    <section className={classes.panel} aria-label={t('companies.requisites')}>
      <h2 className={classes.title}>{t('companies.requisites')}</h2>
      <dl className={classes.facts}>
        <Fact name={t('companies.field.inn')}>{company.inn}</Fact>
        <Fact name={t('companies.field.website')}>
          {url ? (
            <a href={url} target="_blank" rel="noreferrer">
              {company.website}
            </a>
          ) : (
            company.website
          )}
        </Fact>
        <Fact name={t('companies.field.address')}>{company.address}</Fact>
        <Fact name={t('companies.wonDeals')}>
          {facts.wonDeals > 0
            ? t('companies.sums', { sum: format.money(facts.wonSum), count: facts.wonDeals })
            : ''}
        </Fact>
        <Fact name={t('companies.field.notes')}>{company.notes}</Fact>
        <Fact name={t('companies.field.created')}>{format.day(company.createdAt)}</Fact>
        <Fact name={t('companies.field.changed')}>
          {company.changed
            ? t('companies.changedBy', {
                name: doerName(company.changed.by.name, t),
                time: format.full(company.changed.at),
              })
            : ''}
        </Fact>
      </dl>
    </section>
  )
}

/** A line of the card; an empty one is not shown. */
function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === '') return null
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Deals({ company }: { company: CompanyView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const list = useDealsOfCompany(company.id)
  return (
    <section aria-label={t('companies.deals')}>
      <h2 className={classes.title}>{t('companies.deals')}</h2>
      {list.error && list.rows.length === 0 ? (
        <Failure compact error={list.error} onRetry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Skeleton h={90} />
      ) : list.rows.length === 0 ? (
        <Nothing compact icon={IconBriefcase} title={t('companies.noDeals')} />
      ) : (
        <div className={classes.deals}>
          {list.rows.map((deal) => (
            <article key={deal.id} className={classes.deal} aria-label={deal.title}>
              <Link to="/deals" search={{ deal: deal.id, pipeline: deal.pipeline }}>
                {deal.title}
              </Link>
              <div className={classes.dealFacts}>
                <span className="ot-num">
                  {deal.amount.value > 0 ? format.money(deal.amount) : `№ ${deal.number}`}
                </span>
                <span>{deal.client?.name}</span>
              </div>
              <StageSelect deal={deal} label={t('deal.stageOf', { title: deal.title })} />
            </article>
          ))}
        </div>
      )}
      <MoreRows list={list} />
    </section>
  )
}

function People({ companyId }: { companyId: string }) {
  const { t } = useTranslation()
  const list = usePeopleOf(companyId)
  return (
    <section aria-label={t('companies.people')}>
      <h2 className={classes.title}>{t('companies.people')}</h2>
      {list.error && list.rows.length === 0 ? (
        <Failure compact error={list.error} onRetry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Skeleton h={90} />
      ) : list.rows.length === 0 ? (
        <Nothing
          compact
          icon={IconUsers}
          title={t('companies.noPeople')}
          advice={t('companies.noPeopleAdvice')}
        />
      ) : (
        <ClientTable rows={list.rows} />
      )}
      <MoreRows list={list} />
    </section>
  )
}
