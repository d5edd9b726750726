import i18next from 'i18next'
import { ApiError } from '../api/api-error'

/** What happened and what to do, for the person. The server's own words come first: they know the case. */
export function errorText(error: unknown): string {
  if (!(error instanceof ApiError)) return i18next.t('error.unknown')
  if (error.offline) return i18next.t('error.offline')
  if (error.status === 429 && error.retryAfter) return i18next.t('error.tooMany', { count: error.retryAfter })
  if (error.message) return withFields(error)
  return i18next.t(error.status >= 500 ? 'error.server' : 'error.unknown')
}

function withFields(error: ApiError): string {
  const details = Object.values(error.fields)
  if (details.length === 0 || details.some((detail) => error.message.includes(detail))) return error.message
  return `${error.message} ${details.join('; ')}`
}
