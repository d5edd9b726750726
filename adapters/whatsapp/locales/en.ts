import type { ru } from './ru.js'

export const en: typeof ru = {
  linkText: 'Hello! I go on with our talk here. {{token}}',
  choose: 'Choose',
}
