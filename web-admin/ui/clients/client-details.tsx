import { ActionIcon } from '@mantine/core'
import { IconCircleCheck, IconCircleCheckFilled, IconMail, IconPhone } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ClientView, ContactPointView } from '../../api/contract'
import { useMay } from '../api/session'
import { phoneText } from '../format/phone'
import { useFormat } from '../format/use-format'
import { sourceName } from '../inquiries/source-name'
import classes from '../parts/card-page.module.css'
import { ChannelIcon } from '../parts/channel-icon'
import { toastError } from '../parts/toast'
import { birthdayText } from './birthday'
import { useClientFields } from './client-fields'
import { clientCommands } from './clients'
import { useFieldWords } from './use-field-words'

export function ClientDetails({ client }: { client: ClientView }) {
  const { t } = useTranslation()
  return (
    <>
      <section className={classes.panel} aria-label={t('clients.contacts')}>
        <h2 className={classes.title}>{t('clients.contacts')}</h2>
        {client.contactPoints.map((point) => (
          <Contact key={point.id} client={client} point={point} />
        ))}
        <Conversations client={client} />
      </section>
      <Facts client={client} />
      <Brought client={client} />
    </>
  )
}

/** A phone or an e-mail, with the mark that somebody made sure of it; chats stand below with their conversations. */
function Contact({ client, point }: { client: ClientView; point: ContactPointView }) {
  const { t } = useTranslation()
  const may = useMay('contact.attach')
  if (point.kind !== 'phone' && point.kind !== 'email') return null
  const isPhone = point.kind === 'phone'
  const verified = point.state === 'verified'
  const label = verified ? t('clients.unverify') : t('clients.verify')
  const Sign = isPhone ? IconPhone : IconMail
  const mark = () => {
    clientCommands.verify(client.id, point.id, !verified).catch(toastError)
  }
  return (
    <div className={classes.contactRow}>
      <a
        href={isPhone ? `tel:${point.value}` : `mailto:${point.value}`}
        className={classes.contact}
        aria-label={
          isPhone
            ? t('card.call', { phone: phoneText(point.value) })
            : t('card.write', { email: point.value })
        }
      >
        <Sign size={16} aria-hidden="true" />
        <span className={isPhone ? 'ot-num' : undefined}>
          {isPhone ? phoneText(point.value) : point.value}
        </span>
      </a>
      <ActionIcon
        size="sm"
        color={verified ? 'pine' : 'gray'}
        disabled={!may}
        aria-label={label}
        aria-pressed={verified}
        title={label}
        onClick={mark}
      >
        {verified ? <IconCircleCheckFilled size={16} /> : <IconCircleCheck size={16} />}
      </ActionIcon>
    </div>
  )
}

function Conversations({ client }: { client: ClientView }) {
  const { t } = useTranslation()
  const format = useFormat()
  return client.conversations.map((conversation) => (
    <Link
      key={conversation.id}
      to="/inbox/$conversationId"
      params={{ conversationId: conversation.id }}
      search={{}}
      className={classes.contact}
    >
      <ChannelIcon channel={conversation.channel} />
      {t(`channels.${conversation.channel}`)}
      <small>{format.brief(conversation.lastMessageAt)}</small>
    </Link>
  ))
}

function Facts({ client }: { client: ClientView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const own = useClientFields().data?.fields ?? []
  const words = useFieldWords()
  const facts: [string, string][] = [
    [t('clients.field.contact'), t(`clients.contactState.${client.facts.contact}`)],
    [
      t('clients.field.bought'),
      client.facts.wonDeals > 0
        ? t('clients.sums', { sum: format.money(client.facts.wonSum), count: client.facts.wonDeals })
        : '',
    ],
    [t('clients.field.relation'), t(`clients.relation.${client.relation}`)],
    [t('clients.field.kind'), t(`clients.kind.${client.kind}`)],
    [t('clients.field.agent'), client.agent?.name ?? ''],
    [t('clients.field.bonusPercent'), client.bonusPercent > 0 ? format.number(client.bonusPercent) : ''],
    [t('clients.field.birthday'), client.birthday ? birthdayText(client.birthday) : ''],
    [t('clients.field.address'), client.address],
    [t('clients.field.territory'), client.territory],
    [t('clients.field.source'), client.source ? sourceName(client.source, t) : ''],
    ...own.map(({ key, label }): [string, string] => [
      label,
      words.value(`custom.${key}`, client.custom[key] ?? null),
    ]),
    [t('clients.field.notes'), client.notes],
    [
      t('clients.field.consent'),
      client.consent
        ? t('clients.consentAt', { time: format.full(client.consent.at) })
        : t('clients.noConsent'),
    ],
    [t('clients.field.created'), format.day(client.createdAt)],
  ]
  return (
    <section className={classes.panel} aria-label={t('clients.details')}>
      <h2 className={classes.title}>{t('clients.details')}</h2>
      <dl className={classes.facts}>
        {facts
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </section>
  )
}

/** An agent's clients. */
function Brought({ client }: { client: ClientView }) {
  const { t } = useTranslation()
  if (client.brought.length === 0) return null
  return (
    <section className={classes.panel} aria-label={t('clients.brought')}>
      <h2 className={classes.title}>{t('clients.brought')}</h2>
      {client.brought.map((each) => (
        <Link
          key={each.id}
          to="/clients/$clientId"
          params={{ clientId: each.id }}
          className={classes.contact}
        >
          {each.name}
          <small>{t(`clients.state.${each.state}`)}</small>
        </Link>
      ))}
    </section>
  )
}
