import { describe, expect, test } from '@jest/globals'
import { type Actor, type Role, roles, system } from '../context.js'
import { type Action, authorise, may, mayEver, policies } from './authorise.js'

const staff = (role: Role, id: string = role): Actor => ({ kind: 'staff', id, name: role, role })
const actions = Object.keys(policies) as Action[]

/** The whole table, by who may ever do it; whoever changes a rule changes this line too. */
const table: Record<Action, string> = {
  'client.read': 'admin head sales account assistant marketer',
  'client.create': 'admin head sales account assistant bot',
  'client.update': 'admin head sales account assistant bot',
  'client.change-owner': 'admin head sales account bot',
  'client.move': 'admin head sales account',
  'client.disconnect': 'admin head',
  'client.merge': 'admin head sales account',
  'client.export': 'admin',
  'client.erase': 'admin',
  'segment.read': 'admin head sales account assistant marketer',
  'segment.save': 'admin head sales account assistant marketer',
  'contact.read': 'admin head sales account assistant marketer',
  'contact.attach': 'admin head sales account assistant bot',
  'company.read': 'admin head sales account assistant marketer',
  'company.create': 'admin head sales account assistant bot',
  'company.update': 'admin head sales account assistant bot',
  'company.change-owner': 'admin head sales account bot',
  'inquiry.read': 'admin head sales account assistant marketer',
  'inquiry.open': 'admin head sales account assistant marketer bot',
  'inquiry.move': 'admin head sales account assistant bot',
  'inquiry.classify': 'admin head sales account assistant marketer bot',
  'inquiry.comment': 'admin head sales account assistant marketer bot',
  'inquiry.convert': 'admin head sales account bot',
  'deal.read': 'admin head sales account assistant marketer',
  'deal.create': 'admin head sales account bot',
  'deal.update': 'admin head sales account assistant bot',
  'deal.change-owner': 'admin head sales account bot',
  'deal.move': 'admin head sales account bot',
  'deal.rank': 'admin head sales account assistant bot',
  'pipeline.read': 'admin head sales account assistant marketer',
  'pipeline.manage': 'admin head',
  'activity.read': 'admin head sales account assistant marketer',
  'activity.plan': 'admin head sales account assistant marketer bot',
  'activity.change': 'admin head sales account assistant marketer bot',
  'staff.read': 'admin head sales account assistant marketer',
  'staff.create': 'admin head',
  'staff.update': 'admin head',
  'staff.update-own': 'admin head sales account assistant marketer',
  'staff.remove': 'admin head',
  'staff.invite': 'admin head',
  'department.read': 'admin head sales account assistant marketer bot',
  'department.manage': 'admin head',
  'api-key.read': 'admin',
  'api-key.manage': 'admin',
  'conversation.read': 'admin head sales account assistant marketer',
  'message.send': 'admin head sales account assistant bot',
  'message.change': 'admin head sales account assistant',
  'label.manage': 'admin head',
  'contact.block': 'admin head sales account assistant bot',
  'canned-reply.read': 'admin head sales account assistant marketer bot',
  'canned-reply.manage': 'admin head sales account assistant marketer',
  'conversation.note': 'admin head sales account assistant marketer bot',
  'conversation.assign': 'admin head sales account assistant bot',
  'conversation.close': 'admin head sales account assistant bot',
  'conversation.snooze': 'admin head sales account assistant bot',
  'conversation.label': 'admin head sales account assistant marketer bot',
  'conversation.mark-read': 'admin head sales account assistant marketer bot',
  'conversation.hand-over': 'admin head sales account assistant bot',
  'file.read': 'admin head sales account assistant marketer bot',
  'file.upload': 'admin head sales account assistant marketer bot',
  'delivery.read': 'admin head sales account assistant marketer',
  'delivery.repair': 'admin head',
  'settings.read': 'admin head sales account assistant marketer bot',
  'settings.update': 'admin head',
  'schedule.read': 'admin head sales account assistant marketer bot',
  'schedule.update': 'admin head',
  'autoresponder.read': 'admin head sales account assistant marketer bot',
  'autoresponder.update': 'admin head marketer',
  'routing.read': 'admin head sales account assistant marketer bot',
  'routing.update': 'admin head',
  'script.read': 'admin head sales account assistant marketer bot',
  'script.edit': 'admin head marketer',
  'template.read': 'admin head sales account assistant marketer bot',
  'template.manage': 'admin head',
  'channel.read': 'admin head sales account assistant marketer',
  'channel.manage': 'admin head',
  'audit.read': 'admin head',
  'report.read': 'admin head sales account assistant marketer',
}

test.each(actions)('%s', (action) => {
  const who = roles.filter((role) => mayEver(staff(role), action)) as string[]
  if (mayEver({ kind: 'bot', id: 'b', name: 'b' }, action)) who.push('bot')
  expect(who.join(' ')).toBe(table[action])
  expect(mayEver(system, action)).toBe(true)
  expect(mayEver({ kind: 'client', id: 'c', name: 'c' }, action)).toBe(false)
})

describe('ownership', () => {
  test("one takes free deals and clients and gives one's own away; heads take from others", () => {
    for (const ownerId of [null, 'olga'])
      expect(may(staff('sales', 'olga'), 'deal.change-owner', { ownerId })).toBe(true)
    expect(may(staff('sales', 'igor'), 'deal.change-owner', { ownerId: 'olga' })).toBe(false)
    expect(may(staff('head'), 'deal.change-owner', { ownerId: 'olga' })).toBe(true)
    expect(may(staff('sales', 'igor'), 'client.change-owner', { ownerId: 'olga', nextOwnerId: 'igor' })).toBe(
      false,
    )
  })

  test('a stage reserved for a role is closed to the others, not to heads', () => {
    const stage = { roles: ['account'] as Role[] }
    expect(may(staff('account'), 'deal.move', stage)).toBe(true)
    expect(may(staff('sales'), 'deal.move', stage)).toBe(false)
    expect(may(staff('head'), 'deal.move', stage)).toBe(true)
    expect(may(staff('sales'), 'deal.move', {})).toBe(true)
  })

  test('a head neither makes nor changes an administrator', () => {
    expect(may(staff('head'), 'staff.create', { _id: '', role: 'admin' })).toBe(false)
    expect(may(staff('head'), 'staff.update', { _id: 'x', role: 'sales', nextRole: 'admin' })).toBe(false)
    expect(may(staff('head'), 'staff.remove', { _id: 'x', role: 'admin' })).toBe(false)
    expect(may(staff('admin'), 'staff.remove', { _id: 'x', role: 'admin' })).toBe(true)
  })

  test('an activity is changed by whoever does or planned it', () => {
    const activity = { staffId: 'olga', by: { id: 'igor' } }
    for (const id of ['olga', 'igor']) expect(may(staff('sales', id), 'activity.change', activity)).toBe(true)
    expect(may(staff('sales', 'marina'), 'activity.change', activity)).toBe(false)
  })
})

test('a refusal is coded', () => {
  expect(() => authorise(staff('marketer'), 'message.send')).toThrow(
    expect.objectContaining({ code: 'not-allowed' }),
  )
})
