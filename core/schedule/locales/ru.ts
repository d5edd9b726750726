export const ru = {
  greeting: 'Здравствуйте! Чем помочь?',
  replyTime: 'Обычно отвечаем за несколько минут',
}
