/** Records the microphone, a minute at most. `tick` hears the seconds while it records. */
export class VoiceRecorder {
  #recorder: MediaRecorder | undefined
  #chunks: Blob[] = []
  #startedAt = 0
  #timer: ReturnType<typeof setInterval> | undefined

  constructor(readonly tick: (seconds: number | undefined) => void) {}

  get isRecording(): boolean {
    return this.#recorder !== undefined
  }

  /** @returns false when there is no microphone or no leave to use it */
  async start(): Promise<boolean> {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
      this.#chunks = []
      this.#recorder = new MediaRecorder(stream)
      this.#recorder.addEventListener('dataavailable', (event) => this.#chunks.push(event.data))
      this.#recorder.start()
      this.#startedAt = performance.now()
      this.tick(0)
      this.#timer = setInterval(() => this.tick(this.#seconds()), 500)
      return true
    } catch {
      return false
    }
  }

  async stop(): Promise<{ sound: Blob; seconds: number }> {
    const recorder = this.#recorder
    const seconds = this.#seconds()
    if (!recorder) throw new Error('not recording')
    const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve, { once: true }))
    recorder.stop()
    await stopped
    this.#release()
    return {
      sound: new Blob(this.#chunks, { type: recorder.mimeType }),
      seconds: Math.max(1, Math.round(seconds)),
    }
  }

  cancel(): void {
    if (!this.#recorder) return
    this.#recorder.stop()
    this.#release()
    this.tick(undefined)
  }

  #release(): void {
    for (const track of this.#recorder?.stream.getTracks() ?? []) track.stop()
    this.#recorder = undefined
    clearInterval(this.#timer)
  }

  #seconds(): number {
    return (performance.now() - this.#startedAt) / 1000
  }
}
