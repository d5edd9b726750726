import type { Request, Response } from 'express'
import { type Actor, type Core, type Locale, locales } from '../../core/context.js'
import { OtklikError } from '../../core/errors.js'

/** Who asks: set by the guard of a router (session or key), read by its routes. */
export interface Caller {
  by: Actor
  locale: Locale
}

export function setCaller(res: Response, caller: Caller): void {
  res.locals.caller = caller
}

/** Throws `not-signed-in` when no guard has let anybody in: a route mounted without one answers nobody. */
export function callerOf(res: Response): Caller {
  const caller = res.locals.caller as Caller | undefined
  if (!caller) throw new OtklikError('not-signed-in')
  return caller
}

/** The caller's language: the session's, else what the browser asks for, else the company's. */
export function localeOf(req: Request, res: Response, core: Core): Locale {
  const caller = res.locals.caller as Caller | undefined
  if (caller) return caller.locale
  if (req.get('accept-language') === undefined) return core.company.locale
  const asked = req.acceptsLanguages(...locales)
  return locales.find((locale) => locale === asked) ?? core.company.locale
}
