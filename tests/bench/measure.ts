/** One measured run: how many were done, how long it took, and how long each waited (ms). */
export interface Run {
  count: number
  seconds: number
  waits: number[]
}

export interface Figures {
  perSecond: number
  p50: number
  p99: number
}

/** Does `work` for 0..count-1 with `atOnce` of them under way, in order of start. */
export async function drive(
  count: number,
  atOnce: number,
  work: (index: number) => Promise<unknown>,
): Promise<Run> {
  const waits: number[] = new Array(count)
  let next = 0
  const begun = performance.now()
  const lane = async () => {
    for (;;) {
      const index = next++
      if (index >= count) return
      const at = performance.now()
      await work(index)
      waits[index] = performance.now() - at
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, lane))
  return { count, seconds: (performance.now() - begun) / 1_000, waits }
}

export function figuresOf(run: Run): Figures {
  const sorted = [...run.waits].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { perSecond: run.count / run.seconds, p50: at(0.5), p99: at(0.99) }
}

/** The middle run by throughput: medians bear a noisy machine. */
export function medianOf(runs: Figures[]): Figures {
  const sorted = [...runs].sort((a, b) => a.perSecond - b.perSecond)
  const middle = sorted[Math.floor(sorted.length / 2)]
  if (!middle) throw new Error('nothing was measured')
  return middle
}

export function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits))
}
