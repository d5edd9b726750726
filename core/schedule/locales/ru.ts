export const ru = {
  greeting: 'Здравствуйте! Чем помочь?',
  replyTime: 'Обычно отвечаем за несколько минут',
  days: { mon: 'Пн', tue: 'Вт', wed: 'Ср', thu: 'Чт', fri: 'Пт', sat: 'Сб', sun: 'Вс' },
}
