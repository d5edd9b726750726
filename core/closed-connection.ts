/// <reference path="./mongodb-connection.d.ts" />
import { Connection } from 'mongodb/lib/cmap/connection.js'

/**
 * The MongoDB driver (7.8) writes into a socket that has just been closed, takes "not written" for "full", and waits for it
 * to drain, which never comes: whoever waits for the write waits for ever. Here such a write fails as any other on a lost
 * connection does, and the driver's own retries take over.
 */
const { writeCommand } = Connection.prototype

Connection.prototype.writeCommand = async function (command, options) {
  const lost = () => this.error ?? new Error('the connection is closed')
  if (this.closed) throw lost()
  let fail: () => void = () => undefined
  const closed = new Promise<never>((_resolve, reject) => {
    fail = () => reject(lost())
    this.once('close', fail)
  })
  try {
    await Promise.race([writeCommand.call(this, command, options), closed])
  } finally {
    this.off('close', fail)
  }
}
