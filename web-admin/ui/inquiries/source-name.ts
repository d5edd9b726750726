import type { TFunction } from 'i18next'
import { ru } from '../locales/ru'

type Source = keyof typeof ru.sources
const known = (source: string): source is Source => source in ru.sources

/** A source in words; one somebody made up stays as it was written. */
export const sourceName = (source: string, t: TFunction): string =>
  known(source) ? t(`sources.${source}`) : source
