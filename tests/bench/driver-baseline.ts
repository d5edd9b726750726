import { MongoClient } from 'mongodb'

/**
 * The same durable work as one received message needs at the least, with the plain driver and no product around it:
 * refuse a duplicate, store, move the conversation's counters, majority with the journal.
 */
export class DriverBaseline {
  #waiting: { chat: number; key: string; done: () => void; fail: (err: unknown) => void }[] = []
  #busy = false

  private constructor(
    private readonly client: MongoClient,
    private readonly name: string,
  ) {}

  static async open(uri: string, name: string, chats: number): Promise<DriverBaseline> {
    const client = await MongoClient.connect(uri, {
      writeConcern: { w: 'majority', journal: true },
      maxPoolSize: 250,
    })
    const db = client.db(name)
    await db.createCollection('messages')
    await db.createCollection('conversations')
    await db.collection('messages').createIndex({ key: 1 }, { unique: true })
    await db.collection('messages').createIndex({ chat: 1, seq: 1 })
    await db
      .collection<{ _id: number }>('conversations')
      .insertMany(Array.from({ length: chats }, (_, _id) => ({ _id, unread: 0, at: new Date() })))
    return new DriverBaseline(client, name)
  }

  /** One transaction a message. */
  async alone(chat: number, key: string): Promise<void> {
    await this.#commit([{ chat, key }])
  }

  /** Flush when idle: while one transaction is in flight the next batch gathers. */
  batched(chat: number, key: string): Promise<void> {
    return new Promise((done, fail) => {
      this.#waiting.push({ chat, key, done, fail })
      if (!this.#busy) void this.#flush()
    })
  }

  async #flush(): Promise<void> {
    this.#busy = true
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0)
      try {
        await this.#commit(batch)
        for (const { done } of batch) done()
      } catch (err) {
        for (const { fail } of batch) fail(err)
      }
    }
    this.#busy = false
  }

  async #commit(batch: { chat: number; key: string }[]): Promise<void> {
    const db = this.client.db(this.name)
    await this.client.withSession((session) =>
      session.withTransaction(async () => {
        await db.collection('messages').insertMany(
          batch.map(({ chat, key }) => ({ key, chat, seq: 0, text: `message ${key}`, at: new Date() })),
          { session },
        )
        await db.collection<{ _id: number }>('conversations').bulkWrite(
          batch.map(({ chat, key }) => ({
            updateOne: {
              filter: { _id: chat },
              update: { $inc: { unread: 1 }, $set: { at: new Date(), last: key } },
            },
          })),
          { session, ordered: false },
        )
      }),
    )
  }

  async close(): Promise<void> {
    await this.client.db(this.name).dropDatabase()
    await this.client.close()
  }
}
