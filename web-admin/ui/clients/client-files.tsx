import { Badge, Skeleton, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ClientFileView } from '../../api/contract'
import { useFormat } from '../format/use-format'
import { DocumentView } from '../inbox/content/document-view'
import { ImageView } from '../inbox/content/image-view'
import { Failure } from '../parts/failure'
import { MoreRows } from '../parts/more-rows'
import classes from './client-files.module.css'
import { useClientFiles } from './clients'

/** Every file of a client, from all conversations, newest first. */
export function ClientFiles({ clientId }: { clientId: string }) {
  const { t } = useTranslation()
  const list = useClientFiles(clientId)
  if (list.error && list.rows.length === 0)
    return <Failure error={list.error} onRetry={() => void list.refetch()} compact />
  if (list.isPending) return <Skeleton h={120} />
  if (list.rows.length === 0)
    return (
      <Text c="dimmed" fz="sm">
        {t('clients.filesEmpty')}
      </Text>
    )
  return (
    <>
      <ul className={classes.list}>
        {list.rows.map((file) => (
          <FileRow key={file.fileId} file={file} />
        ))}
      </ul>
      <MoreRows list={list} />
    </>
  )
}

function FileRow({ file }: { file: ClientFileView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const day = format.moment(file.createdAt)
  return (
    <li className={classes.row}>
      {file.state === 'ready' ? (
        file.mimeType.startsWith('image/') ? (
          <ImageView file={file} tile />
        ) : (
          <DocumentView file={file} />
        )
      ) : (
        <div>
          <Text fz="sm" className={classes.name}>
            {file.name}
          </Text>
          <Badge color={file.state === 'infected' ? 'ember' : 'gray'}>
            {file.state === 'removed' && file.removedAt
              ? t('clients.fileRemoved', { date: format.moment(file.removedAt) })
              : t(`clients.fileState.${file.state}`)}
          </Badge>
        </div>
      )}
      <div className={classes.under}>
        {file.conversationId ? (
          <Link to="/inbox/$conversationId" params={{ conversationId: file.conversationId }}>
            {day}
          </Link>
        ) : (
          day
        )}
      </div>
    </li>
  )
}
