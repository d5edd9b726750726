/** What a typed site address leads to; null when it is none. Only http and https: the card may come from anywhere. */
export function websiteUrl(website: string): string | null {
  const text = website.trim()
  const address = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`
  if (text === '' || !URL.canParse(address)) return null
  const { protocol, hostname, href } = new URL(address)
  return /^https?:$/.test(protocol) && hostname.includes('.') ? href : null
}
