import type { RequestHandler } from 'express'
import type { ChatLook } from './protocol.js'
import type { SiteAccounts } from './site-accounts.js'

/** `GET /chat/look/<key>`: how a widget looks before anybody opens it; 404 for one that is not there or is stopped. */
export function giveLook(accounts: SiteAccounts): RequestHandler<{ key: string }> {
  return async (req, res) => {
    res.set({
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
      'cache-control': 'public, max-age=60',
    })
    const account = await accounts.working(`site:${req.params.key}`)
    if (!account) {
      res.status(404).json({ error: { code: 'not-found' } })
      return
    }
    const { color, theme, position } = account.settings
    const look: ChatLook = { color, theme, position }
    res.json(look)
  }
}
