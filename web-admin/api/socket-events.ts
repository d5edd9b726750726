/**
 * What the panel's socket says: path `/panel-socket`, authenticated by the session cookie. Notices are small and carry
 * no client data; the panel fetches what it shows by id. After a reconnect it fetches its open lists again.
 */
export interface ServerEvents {
  /** These things changed; gathered over some 50 ms, one notice a thing, so that a busy day is not a flood. */
  changes: (notices: ChangeNotice[]) => void
  /** Who of the team has this conversation open (me too). Sent to those who view it. */
  viewers: (notice: { conversationId: string; viewers: { id: string; name: string }[] }) => void
  /** A colleague is writing here; shown for 5 s. */
  typing: (notice: { conversationId: string; staff: { id: string; name: string } }) => void
  /** The client is writing, where the channel tells; shown for 5 s. Sent to those who view the conversation. */
  'client-typing': (notice: { conversationId: string }) => void
  /** The session ended (signed out elsewhere, password changed, left the team): go to sign-in. */
  'signed-out': () => void
}

export interface ClientEvents {
  /** I look at this conversation now; null: at none. */
  view: (conversationId: string | null) => void
  /** I am writing; at most one every 3 s. The client sees "typing…" too where the channel can. */
  typing: (conversationId: string) => void
}

export type ChangeNotice =
  | { kind: 'conversation'; id: string; version: number; event: string }
  | { kind: 'message'; id: string; conversationId: string; version: number; event: string }
  | { kind: 'delivery'; id: string; conversationId: string | null; messageId: string | null; state: string }
  | { kind: 'inquiry'; id: string; version: number; event: string }
  | { kind: 'client'; id: string; version: number; event: string }
  | { kind: 'company'; id: string; version: number; event: string }
  | { kind: 'deal'; id: string; version: number; event: string }
  | { kind: 'activity'; id: string; version: number; event: string }
  | { kind: 'staff'; id: string; version: number; event: string }
  | { kind: 'channel'; id: string; version: number; event: string }

/** Path of the panel's socket. */
export const panelSocketPath = '/panel-socket'
