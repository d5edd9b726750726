/** What is said when a client has not been heard of for long. */
export const ru = {
  quiet: {
    why: 'Нет контакта больше {{days}} дн.',
    former: '💤 {{name}} теперь бывший клиент: больше {{days}} дн. без контакта, сделок в работе нет.',
    client: '👤 Карточка клиента',
    remind: 'Давно не общались: {{name}}',
  },
}
