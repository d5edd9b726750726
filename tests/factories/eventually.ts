/** Waits until `look` finds something (not null, undefined or false) and returns it; fails after `timeoutMs`. */
export async function eventually<T>(
  look: () => Promise<T | null | undefined | false>,
  timeoutMs = 20_000,
): Promise<NonNullable<T>> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const found = await look()
    if (found !== null && found !== undefined && found !== false) return found as NonNullable<T>
    if (performance.now() > deadline) throw new Error(`nothing came of ${String(look)} in ${timeoutMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
