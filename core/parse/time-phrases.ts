export interface TimeReading {
  hour: number
  minute: number
}

export interface TimePhrase {
  pattern: RegExp
  /** Bare hours («в 10») may mean anything, so they count only next to a day or at an end of the text. */
  loose: boolean
  read(groups: Record<string, string | undefined>): TimeReading | 'impossible' | undefined
}

function phrase(source: string, loose: boolean, read: TimePhrase['read']): TimePhrase {
  return {
    pattern: new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, 'gu'),
    loose,
    read,
  }
}

const HOUR =
  '(?<hour>\\d{1,2}|час|два|три|четыре|пять|шесть|семь|восемь|девять|десять|одиннадцать|двенадцать)'
const HOURS = [
  'час',
  'два',
  'три',
  'четыре',
  'пять',
  'шесть',
  'семь',
  'восемь',
  'девять',
  'десять',
  'одиннадцать',
  'двенадцать',
]
const HOURS_AND_MINUTES =
  '(?<!\\d[.,])(?<hour>\\d{1,2})\\s*(?:ч\\.?|час(?:ов|ам|а)?)(?:\\s*(?<minute>\\d{1,2})\\s*мин(?:ут[аы]?)?\\.?)?'
/** Only after a word like «в»; it leaves with the phrase. */
const AFTER_AT = '(?<=(?:^|[^\\p{L}])(?:в|во|к|ко|до|на|с|после|at|by)\\s)'
const PART = '(?<part>утра|дня|вечера|ночи|a\\.?m\\.?|p\\.?m\\.?)'
const HALF_OF = [
  'первого',
  'второго',
  'третьего',
  'четвертого',
  'пятого',
  'шестого',
  'седьмого',
  'восьмого',
  'девятого',
  'десятого',
  'одиннадцатого',
  'двенадцатого',
]

/** Parts of a day as hours people agree on; «к вечеру» is 18:00, not the edge of night. */
const PARTS: Array<[string, number]> = [
  ['утром|с утра|утру|утра|in the morning|morning', 9],
  ['до обеда|полдень|полудню|полудня|noon|midday', 12],
  ['в обед|обеду|обед', 13],
  ['после обеда|днем|in the afternoon|afternoon', 14],
  ['вечером|вечеру|вечера|in the evening|evening|tonight', 18],
  ['конца рабочего дня|концу рабочего дня|end of (?:the )?(?:business )?day', 18],
  ['ночью', 23],
]

export const timePhrases: TimePhrase[] = [
  phrase(`(?<hour>\\d{1,2}):(?<minute>\\d\\d)(?:\\s*${PART})?(?![.:/-]?\\d)`, false, clock),
  phrase(`(?<hour>\\d{1,2})[.](?<minute>\\d\\d)(?:\\s*${PART})?(?![.,:/-]?\\d)`, true, (groups) =>
    ifPossible(clock(groups)),
  ),
  phrase(`${AFTER_AT}(?<hour>\\d{1,2})-(?<minute>\\d\\d)`, false, (groups) => ifPossible(clock(groups))),
  phrase(
    `${HOUR}\\s*(?:час(?:ов|а)?\\s+)?(?:(?<minute>\\d{1,2})\\s*мин(?:ут[аы]?)?\\s+)?${PART}`,
    false,
    clock,
  ),
  phrase(`${AFTER_AT}${HOURS_AND_MINUTES}`, false, hourAndMinute),
  phrase(HOURS_AND_MINUTES, true, hourAndMinute),
  phrase(`пол(?:овин[еау]\\s+)?(?<half>${HALF_OF.join('|')})(?:\\s+${PART})?`, false, halfPast),
  phrase('полноч(?:ь|и)|midnight', false, () => ({ hour: 0, minute: 0 })),
  ...PARTS.map(([source, hour]) => phrase(source, false, () => ({ hour, minute: 0 }))),
  phrase(`${AFTER_AT}(?<hour>\\d{1,2}|час)`, true, hourAndMinute),
]

function ifPossible(reading: ReturnType<TimePhrase['read']>): TimeReading | undefined {
  return reading === 'impossible' ? undefined : reading
}

function clock(groups: Record<string, string | undefined>): TimeReading | 'impossible' | undefined {
  const hour = hourOf(groups.hour)
  const minute = Number(groups.minute ?? 0)
  if (hour === undefined || minute > 59 || hour > 24) return 'impossible'
  return inPart(hour % 24, minute, groups.part?.toLowerCase())
}

function inPart(hour: number, minute: number, part: string | undefined): TimeReading {
  if (part === undefined || hour > 12) return { hour, minute }
  if (/^(?:дня|вечера|p)/.test(part)) return { hour: hour === 12 ? 12 : hour + 12, minute }
  // «12 ночи» is midnight; «11 ночи» is 23:00.
  if (/^ночи/.test(part)) return { hour: hour === 12 ? 0 : hour >= 9 ? hour + 12 : hour, minute }
  return { hour: hour === 12 ? 0 : hour, minute }
}

/** «полшестого», «в половине шестого»: half past five, in the afternoon unless said otherwise. */
function halfPast(groups: Record<string, string | undefined>): TimeReading {
  const hour = HALF_OF.indexOf(groups.half?.toLowerCase() ?? '')
  return groups.part
    ? inPart(hour, 30, groups.part.toLowerCase())
    : { hour: hour < 8 ? hour + 12 : hour, minute: 30 }
}

/** «в 3», «в 3 часа» among people at work is three in the afternoon; «в 8» is the morning. */
function hourAndMinute(groups: Record<string, string | undefined>): TimeReading | undefined {
  const hour = hourOf(groups.hour)
  const minute = Number(groups.minute ?? 0)
  if (hour === undefined || hour > 23 || minute > 59) return undefined
  return { hour: hour >= 1 && hour <= 6 ? hour + 12 : hour, minute }
}

function hourOf(word: string | undefined): number | undefined {
  if (word === undefined) return undefined
  const digits = Number(word)
  if (!Number.isNaN(digits)) return digits
  const index = HOURS.indexOf(word.toLowerCase())
  return index < 0 ? undefined : index + 1
}
