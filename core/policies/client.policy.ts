import { everybody, heads, isHead, type PolicyActor, type Rule, sellers, team } from './policy.js'

/** A client, company or deal as far as ownership goes. */
interface Owned {
  ownerId: string | null
}
interface OwnerChange extends Owned {
  nextOwnerId: string | null
}

/** Free ones may be taken and one's own given away; only heads take from somebody else. */
export const ownOrFree = (by: PolicyActor, { ownerId }: Owned): boolean =>
  isHead(by) || ownerId === null || ownerId === by.id

export const clientPolicy = {
  'client.read': { roles: everybody },
  'client.create': { roles: team, bot: true },
  'client.update': { roles: team, bot: true },
  'client.change-owner': {
    roles: sellers,
    bot: true,
    when: (by, change: OwnerChange) => ownOrFree(by, change),
  } satisfies Rule<OwnerChange>,
  // What people say about the state; parting with a client and taking back is for heads.
  'client.move': { roles: sellers },
  'client.disconnect': { roles: heads },
  'client.merge': { roles: sellers },
  // Everything of a person in one piece, and the end of it: who answers for personal data does this.
  'client.export': { roles: ['admin'] },
  'client.erase': { roles: ['admin'] },
  'segment.read': { roles: everybody },
  // One's own; heads change and remove everybody's.
  'segment.save': {
    roles: everybody,
    when: (by, { ownerId }: { ownerId: string }) => isHead(by) || ownerId === by.id,
  } satisfies Rule<Owned & { ownerId: string }>,
  'contact.read': { roles: everybody },
  'contact.attach': { roles: team, bot: true },
} as const

export const companyPolicy = {
  'company.read': { roles: everybody },
  'company.create': { roles: team, bot: true },
  'company.update': { roles: team, bot: true },
  'company.change-owner': {
    roles: sellers,
    bot: true,
    when: (by, company: Owned) => ownOrFree(by, company),
  } satisfies Rule<Owned>,
} as const
