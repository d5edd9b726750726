/** Words of the site chat's server; the widget's own travel in its bundle (`widget/locales`). */
export const ru = {
  visitorName: 'Посетитель {{code}}',
}
