import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** E.164 as people read it ("+7 913 123 45 67"); what is not a number comes back as it is. */
export function formatPhone(e164: string): string {
  return parsePhoneNumberFromString(e164)?.formatInternational() ?? e164
}
