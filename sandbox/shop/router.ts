import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import express, { Router } from 'express'

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), 'public')

/**
 * Strict on purpose: the page shows that the widget needs nothing but its own origin. Addresses of pictures and sounds
 * come from the chat, which the demo serves from the same place.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "media-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join('; ')

/** `/demo`: the site of a small advertising agency that carries the chat and a form, for trying the product out. */
export function createDemoRouter(): Router {
  const router = Router()
  router.use('/demo', (_req, res, next) => {
    res.set('content-security-policy', contentSecurityPolicy)
    res.set('x-content-type-options', 'nosniff')
    next()
  })
  router.get(['/demo', '/demo/thanks'], async (req, res) => {
    const page = req.path.endsWith('/thanks') ? 'thanks.html' : 'index.html'
    res.type('html').send(await readFile(path.join(folder, page), 'utf8'))
  })
  router.use('/demo/assets', express.static(folder, { index: false, redirect: false }))
  return router
}
