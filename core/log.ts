import { type Logger, type LoggerOptions, pino } from 'pino'

export type { Logger }

/**
 * The process log: JSON lines with ids of conversations and messages. Message texts, phones and tokens never belong in
 * it; the redaction list is the second fence, for objects of outside libraries that carry them.
 */
export function createLog(level: string, destination?: { write(line: string): void }): Logger {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: [
          'token',
          '*.token',
          'phone',
          '*.phone',
          'text',
          '*.text',
          'password',
          '*.password',
          'authorization',
          '*.authorization',
          'err.response',
          'err.on',
          'err.config',
        ],
        censor: '[redacted]',
      },
      serializers: { err: serializeError },
      hooks: { logMethod: foldOutages() },
    },
    destination ?? pino.destination(2),
  )
}

/** What the driver throws while nobody answers it. */
const awayErrors = new Set([
  'MongoServerSelectionError',
  'MongooseServerSelectionError',
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoPoolClearedError',
  'MongoNotConnectedError',
])
const isAway = (err: unknown) => err instanceof Error && awayErrors.has(err.name)
/** How long a line about it is not written again, ms. */
const foldMs = 30_000

/**
 * While the database is away everything fails several times a second. Of the lines with the same words one is written each
 * half minute; `tellOfOutages` says when it began and when it is over.
 */
function foldOutages(): NonNullable<LoggerOptions['hooks']>['logMethod'] {
  const written = new Map<unknown, number>()
  return function fold(args, method) {
    const [fields, words] = args as unknown[]
    if (typeof fields === 'object' && fields !== null && 'err' in fields && isAway(fields.err)) {
      const now = performance.now()
      if (now - (written.get(words) ?? Number.NEGATIVE_INFINITY) < foldMs) return
      written.set(words, now)
    }
    method.apply(this, args)
  }
}

/** Bot tokens are part of Bot API addresses, and libraries put the address into their messages. */
function serializeError(err: unknown): Record<string, unknown> {
  if (!(err instanceof Error)) return { message: String(err) }
  const cause = err.cause instanceof Error ? { cause: serializeError(err.cause) } : {}
  const code = 'code' in err ? { code: err.code } : {}
  return {
    type: err.name,
    message: hideTokens(err.message),
    // Where the database was missed says nothing; there are hundreds of places.
    ...(isAway(err) ? {} : { stack: hideTokens(err.stack ?? '') }),
    ...code,
    ...cause,
  }
}

function hideTokens(line: string): string {
  return (
    line
      .replace(/\d{5,}:[\w-]{20,}/g, '[token]')
      // The database names the value that was there already: a phone, an address, a person's id.
      .replace(/dup key: \{[^\n]*\}/g, 'dup key: {…}')
      .replace(/mongodb(\+srv)?:\/\/[^@\s/]+@/g, 'mongodb$1://[hidden]@')
  )
}
