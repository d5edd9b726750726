import type { Role } from '../context.js'
import { ownOrFree } from './client.policy.js'
import { everybody, heads, isHead, type Rule, sellers, team } from './policy.js'

interface Owned {
  ownerId: string | null
}
interface StageEntry {
  /** Roles the stage is reserved for; absent: everybody who may move deals. */
  roles?: readonly Role[]
}

export const dealPolicy = {
  'deal.read': { roles: everybody },
  'deal.create': { roles: sellers, bot: true },
  // The assistant fills deals in (invoices, requisites), but does not move or hand them over.
  'deal.update': { roles: team, bot: true },
  'deal.change-owner': {
    roles: sellers,
    bot: true,
    when: (by, deal: Owned) => ownOrFree(by, deal),
  } satisfies Rule<Owned>,
  'deal.move': {
    roles: sellers,
    bot: true,
    when: (by, stage: StageEntry) => stage.roles === undefined || isHead(by) || stage.roles.includes(by.role),
  } satisfies Rule<StageEntry>,
  'deal.rank': { roles: team, bot: true },
  'pipeline.read': { roles: everybody },
  'pipeline.manage': { roles: heads },
} as const
