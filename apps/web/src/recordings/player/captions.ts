/** The chat as a track of subtitles in the player's own <video>: messages show where they were said, and the browser draws them, in full screen too. */
import type { TimedMessage } from '@veche/contracts/rest/recordings.ts';

const shownS = 6;

/** WebVTT reads marks in a cue's text; those of a message are text. */
export function cueText({ name, text, fileName }: Pick<TimedMessage, 'name' | 'text' | 'fileName'>): string {
  const words = [text, fileName ?? ''].filter((part) => part !== '').join(' ');
  return escaped(`${name}: ${words}`.replace(/\s*\n\s*/gu, ' '));
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export class Captions {
  readonly #track: TextTrack;
  readonly #shown = new Map<string, VTTCue>();

  constructor(video: HTMLVideoElement, label: string, language: string) {
    this.#track = video.addTextTrack('captions', label, language);
    this.#track.mode = 'hidden';
  }

  set on(on: boolean) {
    this.#track.mode = on ? 'showing' : 'hidden';
  }

  /** The whole chat, as far as it is known; what was deleted meanwhile goes away. */
  setChat(chat: readonly TimedMessage[]): void {
    const ids = new Set(chat.map(({ id }) => id));
    for (const [id, cue] of this.#shown) {
      if (ids.has(id)) continue;
      this.#track.removeCue(cue);
      this.#shown.delete(id);
    }
    for (const message of chat) {
      if (this.#shown.has(message.id)) continue;
      const startS = message.atMs / 1_000;
      const cue = new VTTCue(startS, startS + shownS, cueText(message));
      // Above the controls.
      cue.line = -4;
      this.#track.addCue(cue);
      this.#shown.set(message.id, cue);
    }
  }
}
