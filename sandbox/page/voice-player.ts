import type { ApiFile } from '../telegram/bot-api.js'
import { fileUrl } from './api.js'
import { fill, h } from './dom.js'
import { icon } from './icons.js'
import { words } from './settings.js'
import { durationOf } from './show.js'

const bars = 34
let playing: HTMLAudioElement | undefined

/** A voice message: a button, a wave that fills as it plays, and the time. One plays at a time. */
export function voicePlayer(file: ApiFile, seed: number): HTMLElement {
  const audio = h('audio', { preload: 'none', src: fileUrl(file.file_id) })
  const time = h('span', { className: 'voice-time' }, durationOf(file.duration ?? 0))
  const wave = h('span', { className: 'wave' }, ...waveBars(seed))
  const button = h(
    'button',
    { type: 'button', className: 'voice-play', aria: { label: words.play }, on: { click: toggle } },
    icon('play'),
  )

  function toggle(): void {
    if (!audio.paused) {
      audio.pause()
      return
    }
    playing?.pause()
    playing = audio
    // Bytes that are no sound stay silent; the button springs back by the pause event.
    audio.play().catch(() => show(false))
  }

  function show(isPlaying: boolean): void {
    fill(button, icon(isPlaying ? 'pause' : 'play'))
    button.setAttribute('aria-label', isPlaying ? words.pause : words.play)
  }

  audio.addEventListener('play', () => show(true))
  audio.addEventListener('pause', () => show(false))
  audio.addEventListener('timeupdate', () => {
    const length =
      Number.isFinite(audio.duration) && audio.duration > 0 ? audio.duration : (file.duration ?? 1)
    const done = Math.min(1, audio.currentTime / length)
    for (const [index, bar] of [...wave.children].entries()) bar.classList.toggle('done', index / bars < done)
    time.textContent = durationOf(audio.ended ? length : audio.currentTime)
  })
  return h('div', { className: 'voice' }, button, h('span', { className: 'voice-body' }, wave, time), audio)
}

/** The look of speech; the sandbox does not read sound. */
function waveBars(seed: number): HTMLElement[] {
  return Array.from({ length: bars }, (_, index) => {
    const height = 4 + Math.abs(Math.sin(seed * 1.7 + index * 0.9) * Math.cos(index * 0.37 + seed)) * 16
    const bar = h('i', {})
    bar.style.height = `${Math.round(height)}px`
    return bar
  })
}
