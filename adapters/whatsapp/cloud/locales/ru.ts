/** Words of this adapter that clients see. */
export const ru = {
  /** On the button that opens a list, 20 characters at most. */
  choose: 'Выбрать',
}
