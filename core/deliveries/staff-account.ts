/** The channel account of the managers' bot: cards, forwarded messages and reminders go through it. */
export const staffAccountId = 'staff-telegram:main'
