import type { ChatContent } from '../protocol.js'
import type { Texts } from './texts.js'

/** The first words of a message, for the look at it beside the launcher. */
export function wordsOf(content: ChatContent, texts: Texts): string {
  switch (content.type) {
    case 'text':
    case 'choices':
    case 'emoji':
      return content.text
    case 'choice':
      return content.label
    case 'files':
      return content.caption || content.files.map(({ name }) => name).join(', ')
    case 'location':
      return content.title || texts('place')
    case 'contact':
      return `${content.name} ${content.phone}`.trim()
    case 'unsupported':
      return ''
  }
}
