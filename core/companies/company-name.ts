/** Legal forms of Russia and its neighbours, and the usual foreign ones; they tell nothing about who it is. */
const legalForms = new Set(
  (
    'ооо оао зао пао нао ао ип чп тоо одо уп чуп чтуп суп фгуп муп гуп мбоу гбоу ано нко тсж снт ка кфх пбоюл ' +
    'llc ltd inc gmbh corp co llp plc ag sa oy bv'
  ).split(' '),
)

const longForms =
  /(?<!\p{L})(?:общество с ограниченной ответственностью|(?:публичное |закрытое |открытое |непубличное )?акционерное общество|индивидуальный предприниматель)(?!\p{L})/gu

/**
 * What two spellings of one company name share: lower case, no quotes and signs, no legal form. «ООО "Ромашка"»,
 * «Ромашка, ООО» and «РОМАШКА» give one key. A name that is nothing but a form keeps it.
 */
export function companyNameKey(name: string): string {
  const words =
    name
      .normalize('NFC')
      .toLowerCase()
      .replaceAll('ё', 'е')
      .replace(longForms, ' ')
      .match(/[\p{L}\p{N}&+]+/gu) ?? []
  const telling = words.filter((word) => !legalForms.has(word))
  return (telling.length > 0 ? telling : words).join(' ') || name.trim().toLowerCase()
}
