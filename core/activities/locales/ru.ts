export const ru = {
  reminder: {
    due: '⏰ {{title}}',
    late: '⏰ {{title}}\n\nНапоминание опоздало: срок был {{at}}.',
    done: '✅ Сделано',
    hour: '+1 час',
    tomorrow: 'Завтра',
  },
}
