import type { ru } from './ru.js'

export const en: typeof ru = { choose: 'Choose' }
