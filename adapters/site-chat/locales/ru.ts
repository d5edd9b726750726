/** Words of the site chat: the server's, and under `widget` those that travel in the bundle. */
export const ru = {
  visitorName: 'Посетитель {{code}}',
  greeting: 'Здравствуйте! Чем помочь? Спросите о товаре, сроках или цене.',
  replyTime: 'Обычно отвечаем за несколько минут',
}
