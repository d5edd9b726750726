import type { TFunction } from 'i18next'
import type { Content } from '../../../api/contract'

/** A content in a few words of one line, for quotes and timelines. */
export function summaryOf(content: Content, t: TFunction): string {
  const said = wordsOf(content)
  return said === '' ? t(`preview.${content.type}`) : said.replace(/\s+/g, ' ').slice(0, 160)
}

function wordsOf(content: Content): string {
  switch (content.type) {
    case 'text':
    case 'choices':
    case 'template':
      return content.text
    case 'choice':
      return content.label
    case 'contact':
      return `${content.name} ${content.phone}`.trim()
    case 'location':
      return content.title ?? ''
    case 'sticker':
      return content.emoji ?? ''
    case 'unsupported':
      return ''
    case 'document':
      return content.caption || content.file.name
    default:
      return content.caption ?? ''
  }
}
