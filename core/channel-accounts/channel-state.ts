/** Where a channel account is in its life. `stopped`: by a person; `failed`: it cannot go on before a person acts. */
export const channelPhases = [
  'starting',
  'pairing',
  'syncing',
  'ready',
  'disconnected',
  'banned',
  'stopped',
  'failed',
] as const
export type ChannelPhase = (typeof channelPhases)[number]

/** Phases in which the channel does not work and a person should know. */
export const brokenPhases: readonly ChannelPhase[] = ['disconnected', 'banned', 'failed']

/**
 * Codes of reasons that the product has words and advice for (`locales`, under `reasons`). A channel may report another
 * code; people then see it as it is.
 */
export const channelReasons = [
  'wrong-token',
  'token-in-use',
  'webhook-refused',
  'network',
  'platform-down',
  'logged-out',
  'session-conflict',
  'browser-crashed',
  'browser-missing',
  'restricted',
  'banned',
  'bad-settings',
  'secret-lost',
  'no-process',
  'internal',
] as const
export type ChannelReason = (typeof channelReasons)[number]

/** What the holder of an account last said of it. */
export interface ChannelState {
  phase: ChannelPhase
  /** When this phase began. */
  since: Date
  /** The last report, of whatever. */
  at: Date
  /** One of `channelReasons`, or the adapter's own code. */
  reason?: string
  /** Pairing: what to show as a QR code, and the code to type in instead. Never logged, never in events. */
  qr?: string
  pairingCode?: string
  /** 0-1, of `syncing`. */
  progress?: number
  /** Fencing token of the reporting holder: an older one's word counts no more. */
  fence: number
  /** Grows with every change; the `seq` of `channel.state-changed`. */
  version: number
}
