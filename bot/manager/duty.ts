import { DateTime } from 'luxon'
import type { Locale } from '../../core/context.js'
import type { StaffButton } from '../../core/deliveries/staff-keyboards.js'
import { OtklikError } from '../../core/errors.js'
import { formatMoment } from '../../core/format.js'
import { parseDate } from '../../core/parse/parse-date.js'
import { type DayRange, parseDayRange } from '../../core/parse/parse-day-range.js'
import { parseWeek } from '../../core/parse/parse-week.js'
import { readSchedule } from '../../core/schedule/company-schedule.js'
import { hoursOf, spansOf } from '../../core/schedule/working-hours.js'
import { getStaff } from '../../core/staff/queries.js'
import { updateStaff } from '../../core/staff/update-staff.js'
import { whereAre } from '../../core/staff/where-is.js'
import { type Answer, answer, redraw, toast } from './answer.js'
import type { ManagerContext } from './desk.js'
import { type dutyPresses, pressData } from './press.js'

type DutyPress = (typeof dutyPresses)[number]

/** Breaks longer than this are a vacation, hours. */
const longestBreakHours = 24

/** `/schedule`: my hours, where I am now and what is ahead; `/schedule пн-пт 10-19` sets them. */
export async function commandSchedule(ctx: ManagerContext, words: string): Promise<void> {
  if (words !== '') return setHours(ctx, words)
  await answer(ctx, await dutyCard(ctx))
}

/** `/break 30 минут`, `/break до 15:00`; without words the usual lengths as buttons. */
export async function commandBreak(ctx: ManagerContext, words: string): Promise<void> {
  const { core, say } = ctx.desk
  if (words === '') {
    const person = await getStaff(core, ctx.desk.staff._id)
    const onBreak = person.breakUntil !== null && person.breakUntil > core.clock.now()
    await answer(ctx, { text: say('duty.askBreak'), keyboard: breakKeyboard(ctx, onBreak) })
    return
  }
  const now = core.clock.now()
  const minutes = /^(\d{1,3})\s*(?:м|мин|минут|минуты|m|min|minutes)?\.?$/iu.exec(words)?.[1]
  const parsed = minutes ? null : parseDate(words, { now, zone: core.company.zone })
  const until = minutes
    ? new Date(now.getTime() + Number(minutes) * 60_000)
    : parsed?.ok && parsed.value.hasTime
      ? parsed.value.at
      : null
  if (!until || until <= now) throw new OtklikError('date-not-understood')
  await takeBreak(ctx, until)
  await answer(ctx, await dutyCard(ctx))
}

/** `/vacation с 1 по 14 июля` adds days off; without words what is planned. */
export async function commandVacation(ctx: ManagerContext, words: string): Promise<void> {
  if (words !== '') return addVacation(ctx, words)
  await askVacation(ctx)
}

export async function setHours(ctx: ManagerContext, words: string): Promise<void> {
  const { core, by, staff, say } = ctx.desk
  const parsed = parseWeek(words)
  if (!parsed.ok) {
    await askHours(ctx, say(parsed.reason === 'bad-hours' ? 'duty.badHours' : 'duty.noHours'))
    return
  }
  await updateStaff(core, by, { staffId: staff._id, hours: parsed.value })
  await answer(ctx, await dutyCard(ctx))
}

export async function addVacation(ctx: ManagerContext, words: string): Promise<void> {
  const { core, by, staff, say, locale } = ctx.desk
  const { zone } = core.company
  const parsed = parseDayRange(words, { now: core.clock.now(), zone })
  if (!parsed.ok) {
    await answer(
      ctx,
      { text: say('duty.noDays') },
      { ask: { kind: 'vacation' }, placeholder: say('duty.vacationHint') },
    )
    return
  }
  const person = await getStaff(core, staff._id)
  const today = DateTime.fromJSDate(core.clock.now(), { zone }).toISODate() as string
  const kept = person.vacations.filter(({ to }) => to >= today)
  const vacations = [...kept, parsed.value].sort((a, b) => a.from.localeCompare(b.from))
  await updateStaff(core, by, { staffId: staff._id, vacations })
  await answer(ctx, {
    text: say('duty.vacationAdded', { days: sayDays(parsed.value, locale) }),
    keyboard: [[dutyButton(ctx, 'no-vacation')]],
  })
}

export async function pressDuty(ctx: ManagerContext, what: DutyPress): Promise<void> {
  const { core, by, staff } = ctx.desk
  const now = core.clock.now()
  const minutes = { 'break-15': 15, 'break-30': 30, 'break-60': 60 } as const
  switch (what) {
    case 'break-15':
    case 'break-30':
    case 'break-60':
      await takeBreak(ctx, new Date(now.getTime() + minutes[what] * 60_000))
      break
    case 'break-day':
      await takeBreak(ctx, await endOfWork(ctx))
      break
    case 'back':
      await updateStaff(core, by, { staffId: staff._id, breakUntil: null })
      break
    case 'company':
      await updateStaff(core, by, { staffId: staff._id, hours: null })
      break
    case 'no-vacation':
      await updateStaff(core, by, { staffId: staff._id, vacations: [] })
      break
    case 'hours':
      return askHours(ctx, ctx.desk.say('duty.askHours'))
    case 'vacation':
      return askVacation(ctx)
  }
  await toast(ctx, ctx.desk.say('duty.saved'))
  await redraw(ctx, await dutyCard(ctx))
}

async function takeBreak(ctx: ManagerContext, until: Date): Promise<void> {
  const { core, by, staff } = ctx.desk
  const hours = (until.getTime() - core.clock.now().getTime()) / 3_600_000
  if (hours > longestBreakHours) throw new OtklikError('date-not-understood')
  await updateStaff(core, by, { staffId: staff._id, breakUntil: until })
}

/** The end of today's work; a day without any ends in eight hours. */
async function endOfWork(ctx: ManagerContext): Promise<Date> {
  const { core, staff } = ctx.desk
  const now = core.clock.now()
  const hours = hoursOf(await readSchedule(core), core.company.zone, await getStaff(core, staff._id))
  const today = DateTime.fromJSDate(now, { zone: core.company.zone }).toISODate() as string
  const end = spansOf(hours, today).at(-1)?.to
  return end && end > now ? end : new Date(now.getTime() + 8 * 3_600_000)
}

async function askHours(ctx: ManagerContext, text: string): Promise<void> {
  await answer(ctx, { text }, { ask: { kind: 'hours' }, placeholder: ctx.desk.say('duty.hoursHint') })
}

async function askVacation(ctx: ManagerContext): Promise<void> {
  const { core, staff, say, locale } = ctx.desk
  const { vacations } = await getStaff(core, staff._id)
  const planned = vacations.map((days) => `🏖 ${sayDays(days, locale)}`).join('\n')
  await answer(
    ctx,
    { text: [planned, say('duty.askVacation')].filter(Boolean).join('\n\n') },
    { ask: { kind: 'vacation' }, placeholder: say('duty.vacationHint') },
  )
}

/** Where I am now, my week, my vacations, and the buttons that change them. */
async function dutyCard(ctx: ManagerContext): Promise<Answer> {
  const { core, staff, say, locale } = ctx.desk
  const person = await getStaff(core, staff._id)
  const { state, backAt } = (await whereAre(core, [person])).get(person._id) ?? {
    state: 'there' as const,
    backAt: null,
  }
  const { zone } = core.company
  const back = backAt ? formatMoment(backAt, core.clock.now(), zone, locale) : ''
  const week = person.hours ?? (await readSchedule(core)).hours
  const days = week.map(
    (spans, day) => `${say(`duty.days.${dayKeys[day] ?? 'mon'}`)} ${spans.join(', ') || say('duty.off')}`,
  )
  const vacations = person.vacations.map((each) => `🏖 ${sayDays(each, locale)}`)
  return {
    header: say(`duty.states.${state}`),
    text: [
      back ? say('duty.backAt', { at: back }) : '',
      [say(person.hours ? 'duty.ownHours' : 'duty.companyHours'), ...days].join('\n'),
      vacations.join('\n'),
    ]
      .filter(Boolean)
      .join('\n\n'),
    keyboard: [
      ...breakKeyboard(ctx, state === 'break'),
      [dutyButton(ctx, 'hours'), dutyButton(ctx, person.hours ? 'company' : 'vacation')],
      ...(person.hours ? [[dutyButton(ctx, 'vacation')]] : []),
    ],
  }
}

function breakKeyboard(ctx: ManagerContext, onBreak: boolean): StaffButton[][] {
  if (onBreak) return [[dutyButton(ctx, 'back')]]
  return [
    [dutyButton(ctx, 'break-15'), dutyButton(ctx, 'break-30'), dutyButton(ctx, 'break-60')],
    [dutyButton(ctx, 'break-day')],
  ]
}

function dutyButton(ctx: ManagerContext, what: DutyPress): StaffButton {
  return { text: ctx.desk.say(`duty.buttons.${what}`), data: pressData(['duty', what]) }
}

const dayKeys = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** «с 1 июля по 14 июля» */
function sayDays({ from, to }: DayRange, locale: Locale): string {
  const day = (iso: string) =>
    DateTime.fromISO(iso, { zone: 'utc' }).setLocale(locale).toLocaleString({ day: 'numeric', month: 'long' })
  return from === to ? day(from) : `${day(from)} – ${day(to)}`
}
