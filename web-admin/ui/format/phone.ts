/** A stored phone (E.164) the way people read it; Russian numbers in groups, others as they are. */
export function phoneText(phone: string): string {
  const russian = /^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(phone)
  if (!russian) return phone
  const [, code, first, second, third] = russian
  return `+7 ${code} ${first}-${second}-${third}`
}
