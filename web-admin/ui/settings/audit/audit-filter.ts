import { day, words } from '../../app/search'

/** What the audit log shows, as the address bar has it. */
export interface AuditFilter {
  by?: string | undefined
  kind?: string | undefined
  entityId?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

export function auditSearch(raw: Record<string, unknown>): AuditFilter {
  return {
    by: words(raw, 'by', 60),
    kind: words(raw, 'kind', 40),
    entityId: words(raw, 'entityId', 64),
    from: day(raw, 'from'),
    to: day(raw, 'to'),
  }
}
