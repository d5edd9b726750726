type Listener = (...args: unknown[]) => void

/** Events as the page's models have them: several names in one string, `(model, newValue, oldValue)` to the listeners. */
export class Emitter {
  readonly #listeners = new Map<string, Set<Listener>>()

  on(names: string, listener: Listener): void {
    for (const name of names.split(' ')) {
      const known = this.#listeners.get(name) ?? new Set()
      known.add(listener)
      this.#listeners.set(name, known)
    }
  }

  off(names: string, listener: Listener): void {
    for (const name of names.split(' ')) this.#listeners.get(name)?.delete(listener)
  }

  once(names: string, listener: Listener): void {
    const heard: Listener = (...args) => {
      this.off(names, heard)
      listener(...args)
    }
    this.on(names, heard)
  }

  hears(name: string): boolean {
    return (this.#listeners.get(name)?.size ?? 0) > 0
  }

  trigger(name: string, ...args: unknown[]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) listener(...args)
  }
}

/** Something with fields whose changes are heard: on itself and, if it is in one, on its collection. */
export class Model extends Emitter {
  collection?: Emitter;
  [field: string]: unknown

  change(fields: Record<string, unknown>): void {
    const changed: [string, unknown, unknown][] = []
    for (const [name, value] of Object.entries(fields)) {
      const old = this[name]
      if (old === value) continue
      this[name] = value
      changed.push([name, value, old])
    }
    for (const [name, value, old] of changed) {
      this.trigger(`change:${name}`, this, value, old)
      this.collection?.trigger(`change:${name}`, this, value, old)
    }
    if (changed.length > 0) {
      this.trigger('change', this)
      this.collection?.trigger('change', this)
    }
  }
}
