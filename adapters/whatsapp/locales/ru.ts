/** Words of this adapter that clients see. */
export const ru = {
  /** What the field holds when a client comes by a one-time link. */
  linkText: 'Здравствуйте! Продолжаю разговор. {{token}}',
  /** On the button that opens a list, 20 characters at most. */
  choose: 'Выбрать',
}
