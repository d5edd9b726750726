/** What `closed-connection.ts` needs of the driver's own Connection, which its types leave out. */
declare module 'mongodb/lib/cmap/connection.js' {
  import type { EventEmitter } from 'node:events'
  export class Connection extends EventEmitter {
    readonly closed: boolean
    readonly error: Error | null
    writeCommand(command: unknown, options: unknown): Promise<void>
  }
}
