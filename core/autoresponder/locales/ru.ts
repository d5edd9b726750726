export const ru = {
  closed: {
    company: 'Здравствуйте! Спасибо за сообщение. Сейчас мы не работаем, ответим {{when}}.',
    person: 'Здравствуйте! Спасибо за сообщение. Сейчас мы не работаем, {{name}} ответит вам {{when}}.',
    unknown: 'Здравствуйте! Спасибо за сообщение. Сейчас мы не работаем и ответим, как только вернёмся.',
  },
  away: {
    substitute: 'Если срочно, вам поможет {{name}}.',
    person:
      'Здравствуйте! {{name}} сейчас не на месте и ответит вам {{when}}. Коллеги тоже увидят ваше сообщение.',
    unknown: 'Здравствуйте! {{name}} сейчас не на месте. Ваше сообщение увидят коллеги.',
  },
  introduction: 'Вам ответит {{name}}.',
  introductionWithTitle: 'Вам ответит {{name}}, {{title}}.',
  when: {
    today: 'сегодня в {{time}}',
    tomorrow: 'завтра, {{date}}, в {{time}}',
    later: '{{weekday}}, {{date}}, в {{time}}',
  },
  /** Accusative with its preposition: «ответим в понедельник». */
  weekday: {
    monday: 'в понедельник',
    tuesday: 'во вторник',
    wednesday: 'в среду',
    thursday: 'в четверг',
    friday: 'в пятницу',
    saturday: 'в субботу',
    sunday: 'в воскресенье',
  },
}
