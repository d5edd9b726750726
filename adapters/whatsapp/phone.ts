/**
 * WhatsApp's id of a person -> their phone in E.164, or undefined where the id tells none (`…@lid`, Meta's business-scoped
 * user ids). `79131234567@c.us`, `79131234567@s.whatsapp.net` and the plain digits of the Cloud API are phones.
 */
export function phoneOfWhatsAppId(id: string): string | undefined {
  const [user = '', server = 'c.us'] = id.split('@')
  if (server !== 'c.us' && server !== 's.whatsapp.net') return undefined
  // A linked device of the same person: `79131234567:12@c.us`.
  const digits = user.split(':', 1)[0] ?? ''
  return /^[1-9]\d{6,14}$/.test(digits) ? `+${digits}` : undefined
}
