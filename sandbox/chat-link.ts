/** Where a link into a messenger leads: to the clients' bot, the team's, or one of the two numbers. */
export const chatLinks = ['telegram', 'team', 'whatsapp', 'whatsapp-web'] as const
export type ChatLink = (typeof chatLinks)[number]
