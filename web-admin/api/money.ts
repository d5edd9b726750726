/** Money inside is minor units, whole; outside it is whole units with their fraction. Both ways are exact below 90 trillion. */
export function toMinor(value: number): number {
  return Math.round(value * 100)
}

export function fromMinor(minor: number): number {
  return minor / 100
}
