export interface MongoMember {
  readonly port: number
  readonly running: boolean
  start(): Promise<void>
  stop(): Promise<void>
  /** kill -9 */
  kill(): Promise<void>
}

export interface OwnMongo {
  readonly uri: string
  readonly members: readonly MongoMember[]
  stop(options?: { discard?: boolean }): Promise<void>
}

export function startMongo(options: {
  dataDir: string
  members?: number
  cacheGb?: number
  oplogMb?: number
  log?: (line: string) => void
}): Promise<OwnMongo>
