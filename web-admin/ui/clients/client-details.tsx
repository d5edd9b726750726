import { IconMail, IconPhone } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ClientView } from '../../api/contract'
import { phoneText } from '../format/phone'
import { useFormat } from '../format/use-format'
import { sourceName } from '../inquiries/source-name'
import { ChannelIcon } from '../parts/channel-icon'
import { birthdayText } from './birthday'
import classes from './client-page.module.css'

export function ClientDetails({ client }: { client: ClientView }) {
  const { t } = useTranslation()
  return (
    <>
      <section className={classes.panel} aria-label={t('clients.contacts')}>
        <h2 className={classes.title}>{t('clients.contacts')}</h2>
        {client.phones.map((phone) => (
          <a
            key={phone}
            href={`tel:${phone}`}
            className={classes.contact}
            aria-label={t('card.call', { phone: phoneText(phone) })}
          >
            <IconPhone size={16} aria-hidden="true" />
            <span className="ot-num">{phoneText(phone)}</span>
          </a>
        ))}
        {client.emails.map((email) => (
          <a
            key={email}
            href={`mailto:${email}`}
            className={classes.contact}
            aria-label={t('card.write', { email })}
          >
            <IconMail size={16} aria-hidden="true" />
            {email}
          </a>
        ))}
        <Conversations client={client} />
      </section>
      <Facts client={client} />
    </>
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
  const facts: [string, string][] = [
    [t('clients.field.relation'), t(`clients.relation.${client.relation}`)],
    [t('clients.field.kind'), t(`clients.kind.${client.kind}`)],
    [t('clients.field.agent'), client.agent?.name ?? ''],
    [t('clients.field.bonusPercent'), client.bonusPercent > 0 ? format.number(client.bonusPercent) : ''],
    [t('clients.field.birthday'), client.birthday ? birthdayText(client.birthday) : ''],
    [t('clients.field.address'), client.address],
    [t('clients.field.territory'), client.territory],
    [t('clients.field.source'), client.source ? sourceName(client.source, t) : ''],
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
