import { describe, expect, it } from '@jest/globals'
import { findLinks } from './links'

describe('findLinks', () => {
  it('keeps the words around an address and leaves its full stop out', () => {
    expect(findLinks('Макет тут: https://example.com/a?b=1. Спасибо')).toEqual([
      { text: 'Макет тут: ' },
      { text: 'https://example.com/a?b=1', href: 'https://example.com/a?b=1' },
      { text: '. Спасибо' },
    ])
  })

  it('opens www and mail addresses', () => {
    expect(findLinks('www.example.com, anna@example.com').filter((piece) => piece.href)).toEqual([
      { text: 'www.example.com', href: 'https://www.example.com/' },
      { text: 'anna@example.com', href: 'mailto:anna@example.com' },
    ])
  })

  it.each([
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    '<img src=x onerror=alert(1)>',
  ])('makes no link of %s', (text) => {
    expect(findLinks(text)).toEqual([{ text }])
  })

  it('gives nothing for an empty text', () => {
    expect(findLinks('')).toEqual([])
  })
})
