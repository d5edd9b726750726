import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { event } from '../events.js'
import { inTransaction } from '../transaction.js'
import type { ChannelPhase, ChannelState } from './channel-state.js'

export interface StateReport {
  phase: ChannelPhase
  /** One of `channelReasons`, or the adapter's own code. */
  reason?: string
  /** Pairing only. */
  qr?: string
  pairingCode?: string
  /** 0-1, of `syncing`. */
  progress?: number
  /** The token that `Channel.start` was given: a late report of a former holder is then ignored. */
  fence?: number
}

/**
 * Writes down how a channel account is doing and publishes `channel.state-changed` where that is news: another phase,
 * reason or pairing code, or a tenth of progress. `since` is the beginning of the phase. What a report leaves out
 * (QR, progress…) is no longer so. A report of an unknown account or of a former holder changes nothing. Returns the
 * state as it is after.
 */
export async function reportChannelState(
  core: Core,
  accountId: string,
  report: StateReport,
): Promise<ChannelState | null> {
  const collection = rows(core.models.ChannelAccount)
  if (!(await collection.findOne({ _id: accountId }, { projection: { _id: 1 } }))) return null
  return inTransaction(core, async (tx) => {
    const account = await collection.findOne({ _id: accountId }, { session: tx.session })
    if (!account || account.removedAt) return null
    const before = account.state
    if (report.fence !== undefined && report.fence < before.fence) return before
    // A person stopped it: what the ending channel still says is no news.
    if (!account.enabled && report.phase !== 'stopped') return before
    const at = core.clock.now()
    const news = isNews(before, report)
    const state: ChannelState = {
      phase: report.phase,
      since: before.phase === report.phase ? before.since : at,
      at,
      ...(report.reason === undefined ? {} : { reason: report.reason }),
      ...(report.qr === undefined ? {} : { qr: report.qr }),
      ...(report.pairingCode === undefined ? {} : { pairingCode: report.pairingCode }),
      ...(report.progress === undefined ? {} : { progress: report.progress }),
      fence: report.fence ?? before.fence,
      version: before.version + (news ? 1 : 0),
    }
    await collection.updateOne({ _id: accountId }, { $set: { state } }, { session: tx.session })
    if (news) {
      tx.publish(
        event('channel.state-changed', accountId, state.version, {
          accountId,
          phase: state.phase,
          from: before.phase,
          ...(state.reason === undefined ? {} : { reason: state.reason }),
        }),
      )
    }
    return state
  })
}

function isNews(before: ChannelState, report: StateReport): boolean {
  return (
    before.phase !== report.phase ||
    before.reason !== report.reason ||
    before.qr !== report.qr ||
    before.pairingCode !== report.pairingCode ||
    tenths(before.progress) !== tenths(report.progress)
  )
}

function tenths(progress: number | undefined): number {
  return Math.floor((progress ?? 0) * 10)
}
