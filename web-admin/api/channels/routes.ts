import { addAccount } from '../../../core/channel-accounts/add-account.js'
import { getAccount, listAccounts } from '../../../core/channel-accounts/queries.js'
import { removeAccount } from '../../../core/channel-accounts/remove-account.js'
import { switchAccount } from '../../../core/channel-accounts/switch-account.js'
import { updateAccount } from '../../../core/channel-accounts/update-account.js'
import type { RouteTable } from '../route-table.js'
import { pageOf } from '../short-list.js'
import { presentAccount, presentAccounts, presentOptions } from './presenter.js'
import * as schema from './schema.js'

const one = { params: schema.channelParams, answer: schema.channelView }

/** Channel accounts, in the panel's API and in the public one. */
export function channelRoutes(routes: RouteTable): void {
  routes.get(
    '/channels',
    {
      may: 'channel.read',
      summary: 'Bots, numbers and widgets with their state',
      query: schema.channelQuery,
      answer: schema.channelList,
    },
    async (call) => pageOf(await presentAccounts(call, await listAccounts(call.core)), call.query),
  )

  routes.get(
    '/channels/kinds',
    {
      may: 'channel.manage',
      summary: 'Kinds of accounts that can be added, with the fields of their settings',
      answer: schema.channelOptions,
    },
    ({ core, locale }) => presentOptions(core, locale),
  )

  routes.post(
    '/channels',
    {
      may: 'channel.manage',
      summary: 'Add an account; its token is tried first',
      body: schema.addBody,
      answer: schema.channelView,
      status: 201,
    },
    async (call) => {
      const { _id, ...account } = await addAccount(call.core, call.by, call.body, call.tx)
      return presentAccount(call, { _id, ...account, now: account.state, waiting: 0 })
    },
  )

  routes.get(
    '/channels/:key',
    { may: 'channel.manage', summary: 'One account with its settings, without its secrets', ...one },
    async (call) => presentAccount(call, await getAccount(call.core, call.params.key)),
  )

  routes.patch(
    '/channels/:key',
    {
      may: 'channel.manage',
      summary: 'Change an account; settings and secrets that are left out stay',
      ...one,
      body: schema.updateBody,
    },
    async (call) => {
      const account = await updateAccount(
        call.core,
        call.by,
        { accountId: call.params.key, ...call.body },
        call.tx,
      )
      return presentAccount(call, { ...account, now: account.state, waiting: 0 })
    },
  )

  for (const [verb, enabled, summary] of [
    ['start', true, 'Start an account, or begin anew with one that runs'],
    ['stop', false, 'Stop an account: nothing is received, what is to be sent waits'],
  ] as const) {
    routes.post(`/channels/:key/${verb}`, { may: 'channel.manage', summary, ...one }, async (call) => {
      const account = await switchAccount(
        call.core,
        call.by,
        { accountId: call.params.key, enabled },
        call.tx,
      )
      return presentAccount(call, { ...account, now: account.state, waiting: 0 })
    })
  }

  routes.delete(
    '/channels/:key',
    {
      may: 'channel.manage',
      summary: 'Remove an account; its conversations stay',
      params: schema.channelParams,
    },
    async ({ core, by, params, tx }) => removeAccount(core, by, { accountId: params.key }, tx),
  )
}
