import type { Currency } from '../../core/parse/parse-money.js'
import type { Money } from './fields.js'

/** Money inside is minor units, whole; outside it is whole units with their fraction. Exact both ways below 90 trillion. */
export function toMinor(value: number): number {
  return Math.round(value * 100)
}

export function fromMinor(minor: number): number {
  return minor / 100
}

export function presentMoney(minor: number, currency: string): Money {
  return { value: fromMinor(minor), currency: currency as Currency }
}
