/**
 * Waits until a condition holds, asking every 20 ms; tests wait for what they expect and never for a fixed time.
 * Rejects after `timeoutMs`.
 */
export async function until(condition: () => boolean | Promise<boolean>, timeoutMs = 20_000): Promise<void> {
  const deadline = performance.now() + timeoutMs
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms for ${String(condition)}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
