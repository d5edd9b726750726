/** A refusal in the Graph API's form. Titles are Meta's. */
export class GraphError extends Error {
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
    readonly details = '',
  ) {
    super(message)
  }

  toJSON(): object {
    return {
      error: {
        message: `(#${this.code}) ${this.message}`,
        type: 'OAuthException',
        code: this.code,
        ...(this.details ? { error_data: { messaging_product: 'whatsapp', details: this.details } } : {}),
        fbtrace_id: 'sandbox',
      },
    }
  }
}

const known: Readonly<Record<number, [status: number, title: string]>> = {
  4: [400, 'API Too Many Calls'],
  100: [400, 'Invalid parameter'],
  190: [401, 'Invalid OAuth access token - Cannot parse access token'],
  368: [403, 'Temporarily blocked for policies violations'],
  80007: [400, 'Rate limit issues'],
  130429: [400, 'Rate limit hit'],
  131000: [500, 'Something went wrong'],
  131009: [400, 'Parameter value is not valid'],
  131016: [503, 'Service unavailable'],
  131026: [400, 'Message undeliverable'],
  131047: [400, 'Re-engagement message'],
  131048: [400, 'Spam rate limit hit'],
  131051: [400, 'Unsupported message type'],
  131053: [400, 'Media upload error'],
  131056: [400, '(Business Account, Consumer Account) pair rate limit hit'],
  132000: [404, 'Number of parameters does not match the expected number of params'],
  132001: [404, 'Template name does not exist in the translation'],
  132015: [400, 'Template is Paused'],
  133010: [400, 'Account not registered'],
}

export function graphError(code: number, details = ''): GraphError {
  const [status, title] = known[code] ?? [400, 'Error']
  return new GraphError(status, code, title, details)
}

/** As it stands in the `errors` of a status. */
export function statusError(code: number): object {
  const [, title] = known[code] ?? [400, 'Error']
  return { code, title, message: title, error_data: { details: title } }
}
