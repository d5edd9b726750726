import { memo } from 'react'
import classes from './content.module.css'
import { findLinks } from './links'

/** Text as it was written: line breaks kept, addresses made links, nothing else. */
export const RichText = memo(function RichText({ text }: { text: string }) {
  return (
    <span className={classes.text}>
      {findLinks(text).map((piece, index) =>
        piece.href ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one fixed text.
          <a key={index} href={piece.href} target="_blank" rel="noopener noreferrer nofollow">
            {piece.text}
          </a>
        ) : (
          piece.text
        ),
      )}
    </span>
  )
})
