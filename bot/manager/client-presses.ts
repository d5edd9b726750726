import { allowedManualEvents, changeClientState } from '../../core/clients/change-client-state.js'
import { customFields } from '../../core/clients/custom-fields.js'
import { getClient } from '../../core/clients/queries.js'
import { updateClient } from '../../core/clients/update-client.js'
import { mergeClients, previewMerge } from '../../core/duplicates/merge-clients.js'
import { undoMerge } from '../../core/duplicates/undo-merge.js'
import { label } from '../../core/i18n.js'
import { createLink } from '../../core/links/create-link.js'
import { answer, redraw } from './answer.js'
import { sendClient } from './client-card.js'
import { askClientField, clientFieldNames } from './client-edit.js'
import type { ManagerContext } from './desk.js'
import { type Press, pressData, shortKey } from './press.js'

/** Buttons of the client card. */
export async function pressClient(
  ctx: ManagerContext,
  [, what, clientId]: Extract<Press, ['client', ...unknown[]]>,
): Promise<void> {
  const { core, by, locale, say } = ctx.desk
  switch (what) {
    case 'open':
      return sendClient(ctx, clientId)
    case 'take':
      await updateClient(core, by, { clientId, ownerId: by.id })
      return sendClient(ctx, clientId, say('client.taken'))
    case 'free':
      await updateClient(core, by, { clientId, ownerId: null })
      return sendClient(ctx, clientId, say('client.freed'))
    case 'edit': {
      const { name } = await getClient(core, clientId)
      const fields = [
        ...clientFieldNames.map((field) => ({
          key: field as string,
          text: label(locale, 'clientFields', field),
        })),
        ...(await customFields(core)).map((field) => ({ key: `custom.${field.key}`, text: field.label })),
      ]
      const buttons = fields.map(({ key, text }) => ({
        text,
        data: pressData(['cfield', shortKey(key), clientId]),
      }))
      const keyboard = Array.from({ length: Math.ceil(buttons.length / 2) }, (_, row) =>
        buttons.slice(row * 2, row * 2 + 2),
      )
      await answer(ctx, { text: say('client.whatToEdit', { name }), keyboard })
      return
    }
    case 'moves': {
      const client = await getClient(core, clientId)
      const keyboard = allowedManualEvents(by, client.state).map((event) => [
        { text: label(locale, 'clientEvents', event), data: pressData(['cmove', event, clientId]) },
      ])
      const state = label(locale, 'clientStates', client.state)
      await answer(ctx, { text: say('client.whatMove', { name: client.name, state }), keyboard })
      return
    }
    case 'link': {
      const { name } = await getClient(core, clientId)
      const { url } = await createLink(core, by, { clientId, channel: 'telegram' })
      await answer(ctx, { text: say('client.link', { name, url }) })
    }
  }
}

/** What happened to a client; parting asks why first. */
export async function pressClientMove(
  ctx: ManagerContext,
  [, event, clientId]: Extract<Press, ['cmove', ...unknown[]]>,
): Promise<void> {
  const { core, by, locale, say } = ctx.desk
  if (event === 'disconnect') {
    const { name } = await getClient(core, clientId)
    await answer(
      ctx,
      { text: say('client.why', { name }) },
      { ask: { kind: 'leave', clientId }, placeholder: say('client.whyHint') },
    )
    return
  }
  const { state } = await changeClientState(core, by, { clientId, event })
  await sendClient(ctx, clientId, say('client.moved', { state: label(locale, 'clientStates', state) }))
}

/** The reason of parting came. */
export async function answerLeave(ctx: ManagerContext, clientId: string, why: string): Promise<void> {
  const { core, by, locale, say } = ctx.desk
  const { state } = await changeClientState(core, by, {
    clientId,
    event: 'disconnect',
    why: why.slice(0, 1000),
  })
  await sendClient(ctx, clientId, say('client.moved', { state: label(locale, 'clientStates', state) }))
}

export async function pressClientField(
  ctx: ManagerContext,
  [, key, clientId]: Extract<Press, ['cfield', ...unknown[]]>,
): Promise<void> {
  await askClientField(ctx, clientId, key)
}

/** Merging two cards: what will happen, then the merge, which can be taken back at once. */
export async function pressMerge(
  ctx: ManagerContext,
  press: Extract<Press, ['merge', ...unknown[]]>,
): Promise<void> {
  const { core, by, say } = ctx.desk
  if (press[1] === 'undo') {
    await undoMerge(core, by, { mergeId: press[2] })
    return redraw(ctx, { text: say('client.mergeUndone') })
  }
  const [, what, survivorId, otherId] = press
  if (what === 'ask') {
    const { survivor, other, moves } = await previewMerge(core, by, { survivorId, otherId })
    const keyboard = [
      [{ text: say('client.buttons.doMerge'), data: pressData(['merge', 'do', survivorId, otherId]) }],
      [
        {
          text: say('client.buttons.look', { name: other.name }),
          data: pressData(['client', 'open', otherId]),
        },
      ],
    ]
    const counts = { conversations: moves.Conversation, deals: moves.Deal, activities: moves.Activity }
    await answer(ctx, {
      text: say('client.mergeAsk', { survivor: survivor.name, other: other.name, ...counts }),
      keyboard,
    })
    return
  }
  const merge = await mergeClients(core, by, { survivorId, otherId })
  const keyboard = [
    [{ text: say('client.buttons.undoMerge'), data: pressData(['merge', 'undo', merge._id]) }],
    [{ text: say('client.buttons.card'), data: pressData(['client', 'open', survivorId]) }],
  ]
  await redraw(ctx, { text: say('client.merged', { name: merge.before.other.name }), keyboard })
}
