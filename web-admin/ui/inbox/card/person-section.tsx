import { Text, Title } from '@mantine/core'
import { IconAt, IconBuilding, IconMail, IconPhone, IconRosetteDiscountCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ConversationView } from '../../../api/contract'
import { useClient } from '../../clients/clients'
import { phoneText } from '../../format/phone'
import { AnchorLink } from '../../parts/anchor-link'
import { PersonAvatar } from '../../parts/person-avatar'
import classes from './card.module.css'

export function PersonSection({ conversation }: { conversation: ConversationView }) {
  const { t } = useTranslation()
  const client = useClient(conversation.clientId).data
  const { contact } = conversation
  const name = client?.name ?? conversation.client?.name ?? contact.name ?? conversation.title
  const phones = client?.phones ?? conversation.client?.phones ?? []
  const emails = client?.emails ?? conversation.client?.emails ?? []
  return (
    <section aria-label={t('common.client')}>
      <div className={classes.person}>
        <PersonAvatar name={name || t('inbox.noName')} channel={conversation.channel} size={48} />
        <div>
          <Title order={2} className={classes.name}>
            {name || t('inbox.noName')}
          </Title>
          {conversation.clientId ? (
            <AnchorLink to="/clients/$clientId" params={{ clientId: conversation.clientId }} fz="sm">
              {t('card.openCard')}
            </AnchorLink>
          ) : null}
        </div>
      </div>
      {client?.company ? (
        <span className={classes.contact}>
          <IconBuilding size={16} aria-label={t('card.company')} />
          {client.company.name}
          {client.position ? `, ${client.position}` : ''}
        </span>
      ) : null}
      {phones.map((phone) => (
        <a
          key={phone}
          className={classes.contact}
          href={`tel:${phone}`}
          aria-label={t('card.call', { phone: phoneText(phone) })}
        >
          <IconPhone size={16} aria-hidden="true" />
          <span className="ot-num">{phoneText(phone)}</span>
        </a>
      ))}
      {emails.map((email) => (
        <a
          key={email}
          className={classes.contact}
          href={`mailto:${email}`}
          aria-label={t('card.write', { email })}
        >
          <IconMail size={16} aria-hidden="true" />
          {email}
        </a>
      ))}
      {contact.username ? (
        <span className={classes.contact}>
          <IconAt size={16} aria-hidden="true" />
          {contact.username}
        </span>
      ) : null}
      {contact.state === 'verified' ? (
        <span className={classes.contact}>
          <IconRosetteDiscountCheck size={16} aria-hidden="true" />
          <span className={classes.muted}>{t('card.verified')}</span>
        </span>
      ) : null}
      {conversation.clientId ? null : (
        <Text className={classes.muted} mt={6}>
          {t('card.noClient')}. {t('card.noClientAdvice')}
        </Text>
      )}
    </section>
  )
}
