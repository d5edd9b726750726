import type { Readable } from 'node:stream'

/** What a virus scanner says of some bytes. `too-large`: more than it takes; nobody knows. */
export type ScanVerdict =
  | { verdict: 'clean' }
  | { verdict: 'infected'; threat: string }
  | { verdict: 'too-large' }

/** A virus scanner outside; rejects when it cannot be asked, and then the file waits. */
export interface FileScanner {
  scan(body: Readable): Promise<ScanVerdict>
}
