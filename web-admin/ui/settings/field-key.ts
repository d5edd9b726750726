/** A key for a new field from its label: «Размер одежды» -> `размер_одежды`; a number is added when it is taken. */
export function keyFor(label: string, taken: ReadonlySet<string>): string {
  const words = label
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^[^\p{L}]+|_+$/gu, '')
    .slice(0, 34)
  const base = words || 'field'
  let key = base
  for (let number = 2; taken.has(key); number++) key = `${base}_${number}`
  return key
}
