/** What a visitor of a site reads after sending one of its forms. */
export const ru = {
  sent: { title: 'Спасибо!', text: 'Мы получили вашу заявку и скоро ответим.' },
  refused: { title: 'Заявка не отправлена', back: 'Вернуться и исправить' },
}
