/**
 * Where the page keeps what makes it a linked device. IndexedDB with strict durability, so that a browser which is
 * killed the moment after pairing still has it, as WhatsApp's own keys would be.
 */
const [databaseName, storeName, key] = ['simulated-whatsapp', 'device', 'token']

export async function readToken(): Promise<string | undefined> {
  const database = await open()
  const token = await done<string | undefined>(
    database.transaction(storeName).objectStore(storeName).get(key),
  )
  database.close()
  return token
}

/** Undefined forgets it. */
export async function writeToken(token: string | undefined): Promise<void> {
  const database = await open()
  const transaction = database.transaction(storeName, 'readwrite', { durability: 'strict' })
  const store = transaction.objectStore(storeName)
  if (token === undefined) store.delete(key)
  else store.put(token, key)
  await new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onerror = () => reject(transaction.error)
  })
  database.close()
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(databaseName, 1)
  request.onupgradeneeded = () => request.result.createObjectStore(storeName)
  return done(request)
}

function done<Result>(request: IDBRequest): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as Result)
    request.onerror = () => reject(request.error)
  })
}
