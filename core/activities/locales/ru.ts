export const ru = {
  reminder: {
    due: '⏰ {{title}}',
    late: '⏰ {{title}}\n\nНапоминание опоздало: срок был {{at}}.',
    done: '✅ Сделано',
    hour: '+1 час',
    tomorrow: 'Завтра',
    client: '👤 Клиент',
  },
  overdue: {
    told: '❗ Просрочено на сутки: {{title}}\n👤 {{client}}\nОтвечает {{name}}, срок был {{at}}.',
    toldBare: '❗ Просрочено на сутки: {{title}}\nОтвечает {{name}}, срок был {{at}}.',
    client: '👤 Карточка клиента',
  },
}
