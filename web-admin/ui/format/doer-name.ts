import type { TFunction } from 'i18next'
import { ru } from '../locales/ru'

type Doer = keyof typeof ru.doers
type Why = keyof typeof ru.handOver
const doer = (name: string): name is Doer => Object.hasOwn(ru.doers, name)
const why = (code: string): code is Why => Object.hasOwn(ru.handOver, code)

/** Who did it: people by their names, the product's own hands (the script, a job) in words. */
export const doerName = (name: string, t: TFunction): string => (doer(name) ? t(`doers.${name}`) : name)

/** Why an inquiry moved: what a person wrote stays, codes of the script become words. */
export const whyText = (text: string, t: TFunction): string => (why(text) ? t(`handOver.${text}`) : text)
