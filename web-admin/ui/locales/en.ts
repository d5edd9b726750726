import type { Texts } from './ru'
export const en = {} as Texts
