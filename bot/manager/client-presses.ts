import { allowedManualEvents, changeClientState } from '../../core/clients/change-client-state.js'
import { customFields } from '../../core/clients/custom-fields.js'
import { getClient } from '../../core/clients/queries.js'
import { updateClient } from '../../core/clients/update-client.js'
import { createDeal } from '../../core/deals/create-deal.js'
import { listPipelines } from '../../core/deals/pipelines.js'
import type { StaffButton } from '../../core/deliveries/staff-keyboards.js'
import { mergeClients, previewMerge } from '../../core/duplicates/merge-clients.js'
import { undoMerge } from '../../core/duplicates/undo-merge.js'
import { found } from '../../core/errors.js'
import { label } from '../../core/i18n.js'
import { createLink } from '../../core/links/create-link.js'
import { answer, rebutton, redraw, toast } from './answer.js'
import { clientKeyboard, sendClient } from './client-card.js'
import { askClientField, clientFieldNames } from './client-edit.js'
import { planKeyboard } from './deal-card.js'
import { showDeal } from './deal-flow.js'
import type { ManagerContext } from './desk.js'
import { type Press, pressData, shortKey } from './press.js'
import { askWhen } from './remind-flow.js'

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
      await answer(ctx, {
        text: say('client.whatToEdit', { name }),
        keyboard: [...keyboard, [backTo(ctx, clientId)]],
      })
      return
    }
    case 'moves': {
      const client = await getClient(core, clientId)
      const keyboard = allowedManualEvents(by, client.state).map((event) => [
        { text: label(locale, 'clientEvents', event), data: pressData(['cmove', event, clientId]) },
      ])
      const state = label(locale, 'clientStates', client.state)
      await answer(ctx, {
        text: say('client.whatMove', { name: client.name, state }),
        keyboard: [...keyboard, [backTo(ctx, clientId)]],
      })
      return
    }
    case 'deal': {
      const pipelines = await listPipelines(core)
      const [only] = pipelines
      if (only && pipelines.length === 1) return makeDeal(ctx, clientId, only.key)
      await rebutton(ctx, [
        ...pipelines.map(({ key, name }) => [
          { text: `💼 ${name[locale]}`, data: pressData(['newdeal', shortKey(key), clientId]) },
        ]),
        [backTo(ctx, clientId, 'back')],
      ])
      return toast(ctx, say('client.whichPipeline'))
    }
    case 'plan':
      return rebutton(
        ctx,
        planKeyboard(locale, (kind) => ['cplan', kind, clientId], backTo(ctx, clientId, 'back')),
      )
    case 'back':
      return backToCard(ctx, clientId)
    case 'link': {
      const { name } = await getClient(core, clientId)
      const { url } = await createLink(core, by, { clientId, channel: 'telegram' })
      await answer(ctx, { text: say('client.link', { name, url }) })
    }
  }
}

export async function pressNewDeal(
  ctx: ManagerContext,
  [, key, clientId]: Extract<Press, ['newdeal', ...unknown[]]>,
): Promise<void> {
  const pipeline = (await listPipelines(ctx.desk.core)).find((each) => shortKey(each.key) === key)
  await makeDeal(ctx, clientId, found(pipeline ?? null, 'pipeline').key)
  await backToCard(ctx, clientId)
}

async function makeDeal(ctx: ManagerContext, clientId: string, pipeline: string): Promise<void> {
  const { core, by, say } = ctx.desk
  const { name } = await getClient(core, clientId)
  const deal = await createDeal(core, by, { clientId, pipeline })
  await showDeal(ctx, deal, say('deal.made', { number: deal.number, client: name }))
}

/** The way back from a menu: to the card's own buttons, or to the card itself. */
function backTo(ctx: ManagerContext, clientId: string, how: 'open' | 'back' = 'open'): StaffButton {
  return { text: ctx.desk.say('buttons.back'), data: pressData(['client', how, clientId]) }
}

/** The card's own buttons stand under it again. */
async function backToCard(ctx: ManagerContext, clientId: string): Promise<void> {
  await rebutton(ctx, await clientKeyboard(ctx, await getClient(ctx.desk.core, clientId)))
}

/** A call, a meeting, a task or a reminder about a client: when is asked next. */
export async function pressClientPlan(
  ctx: ManagerContext,
  [, kind, clientId]: Extract<Press, ['cplan', ...unknown[]]>,
): Promise<void> {
  await askWhen(ctx, { conversationId: null, dealId: null, clientId }, undefined, kind)
  await backToCard(ctx, clientId)
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
