/**
 * Words that mean amounts, Russian in every case people write and English. A `unit` adds up ("сто двадцать"), a
 * `scale` multiplies what stands before it ("две тысячи"). Amounts are in millionths, so that halves stay exact.
 */
export type NumberWord = { kind: 'unit'; micro: bigint } | { kind: 'scale'; micro: bigint }

export const MICRO = 1_000_000n

const units: Array<[string, number]> = [
  ['ноль ноля нуль нуля zero', 0],
  ['один одна одно одну одного одной one', 1],
  ['два две двух двое two', 2],
  ['три трех трое three', 3],
  ['четыре четырех четверо four', 4],
  ['пять пяти пятеро five', 5],
  ['шесть шести шестеро six', 6],
  ['семь семи семеро seven', 7],
  ['восемь восьми eight', 8],
  ['девять девяти nine', 9],
  ['десять десяти ten', 10],
  ['одиннадцать одиннадцати eleven', 11],
  ['двенадцать двенадцати twelve', 12],
  ['тринадцать тринадцати thirteen', 13],
  ['четырнадцать четырнадцати fourteen', 14],
  ['пятнадцать пятнадцати fifteen', 15],
  ['шестнадцать шестнадцати sixteen', 16],
  ['семнадцать семнадцати seventeen', 17],
  ['восемнадцать восемнадцати eighteen', 18],
  ['девятнадцать девятнадцати nineteen', 19],
  ['двадцать двадцати twenty', 20],
  ['тридцать тридцати thirty', 30],
  ['сорок сорока forty', 40],
  ['пятьдесят пятидесяти fifty', 50],
  ['шестьдесят шестидесяти sixty', 60],
  ['семьдесят семидесяти seventy', 70],
  ['восемьдесят восьмидесяти eighty', 80],
  ['девяносто девяноста ninety', 90],
  ['сто ста', 100],
  ['двести двухсот', 200],
  ['триста трехсот', 300],
  ['четыреста четырехсот', 400],
  ['пятьсот пятисот', 500],
  ['шестьсот шестисот', 600],
  ['семьсот семисот', 700],
  ['восемьсот восьмисот', 800],
  ['девятьсот девятисот', 900],
  ['полтора полторы полутора', 1.5],
  ['пол half', 0.5],
  ['пара пару пары', 2],
  ['полсотни', 50],
  ['полтысячи', 500],
  ['полмиллиона', 500_000],
]

const scales: Array<[string, number]> = [
  ['десяток десятка десятки десятков', 10],
  ['дюжина дюжину дюжины дюжин dozen', 12],
  ['сотня сотню сотни сотен hundred', 100],
  ['тысяча тысячу тысячи тысяч тыс тыщ тыща тыщи тыщу thousand', 1000],
  ['миллион миллиона миллионов млн лям ляма лямов million mln', 1_000_000],
  ['миллиард миллиарда миллиардов млрд billion bln', 1_000_000_000],
]

const words = new Map<string, NumberWord>()
for (const [kind, table] of [
  ['unit', units],
  ['scale', scales],
] as const) {
  for (const [forms, value] of table) {
    for (const form of forms.split(' ')) words.set(form, { kind, micro: BigInt(value * 1_000_000) })
  }
}

/** The amount a lower-case word means (ё written as е), or undefined for any other word. */
export function numberWord(word: string): NumberWord | undefined {
  return words.get(word)
}
