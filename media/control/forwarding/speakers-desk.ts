/**
 * Who speaks in one room of a meeting, from levels that come 100 ms by 100 ms: of packets where microphones are forwarded, of cleaned voices where they are
 * mixed. Only microphones make speakers: a shared film's voices do not.
 */
import { forgetSpeaker, hearLevels, noSpeakers, type SpeakerLevel } from '../active-speaker.ts';
import type { Effects } from './records.ts';

/** Levels come this often; after as long twice over, silence is told by nobody. */
const silentAfterMs = 250;

export class SpeakersDesk {
  readonly #roomId: string;
  readonly #effects: () => Effects;
  #speakers = noSpeakers;
  #heardAtMs = 0;

  constructor(roomId: string, effects: () => Effects) {
    this.#roomId = roomId;
    this.#effects = effects;
  }

  get active(): string | null {
    return this.#speakers.active;
  }

  hear(levels: readonly SpeakerLevel[], nowMs: number): void {
    this.#heardAtMs = nowMs;
    this.#set(hearLevels(this.#speakers, levels, nowMs));
  }

  /** Voices that fell silent without a word. */
  tick(nowMs: number): void {
    if (nowMs - this.#heardAtMs >= silentAfterMs && this.#speakers.voices.size > 0) this.hear([], nowMs);
  }

  silence(participantId: string): void {
    this.#set(forgetSpeaker(this.#speakers, participantId));
  }

  #set(speakers: typeof noSpeakers): void {
    const { speaking, active } = this.#speakers;
    this.#speakers = speakers;
    if (speakers.speaking === speaking && speakers.active === active) return;
    if (speakers.active === active && String(speaking) === String(speakers.speaking)) return;
    const roomId = this.#roomId;
    this.#effects().notices.push({ type: 'speakers', roomId, speaking: speakers.speaking, active: speakers.active });
  }
}
