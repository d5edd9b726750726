import { existsSync } from 'node:fs'
import path from 'node:path'
import express, { type RequestHandler } from 'express'

/**
 * The built panel. Files with a hash in their name never change and are kept for a year; every other address a browser
 * opens is the panel's own and gets its page.
 *
 * @param folder `dist/panel`
 */
export function panelPages(folder: string): RequestHandler[] {
  const page = path.join(folder, 'index.html')
  return [
    express.static(folder, {
      index: false,
      redirect: false,
      setHeaders: (res, file) => {
        const hashed = path.relative(folder, file).startsWith(`assets${path.sep}`)
        res.setHeader('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    }),
    (req, res, next) => {
      const opened = (req.method === 'GET' || req.method === 'HEAD') && req.accepts('html')
      // Addresses of the panel have no dots: files that are not there, `.env` and the like are 404.
      if (!opened || req.path.includes('.') || !existsSync(page)) return next()
      res.setHeader('Cache-Control', 'no-cache')
      res.sendFile(page)
    },
  ]
}
