/**
 * Writes down, in steps of 10 ms, what a page plays: whether a tone (or any sound) is audible in it, and whether it is audible in two
 * streams at once. Read from what arrived, so that a busy machine makes no gaps of its own.
 */
import type { Guest } from './guest.ts';

export interface SoundTrace {
  /** The longest stretch without it, once it had been heard. */
  readonly longestGapMs: number;
  readonly heardMs: number;
  /** Played by two elements at the same time. */
  readonly doubledMs: number;
}

interface Tracing {
  end(): SoundTrace;
}

declare global {
  interface Window {
    vecheTracing?: Tracing;
  }
}

/** `frequencyHz`: undefined follows any sound. */
export async function beginTrace(guest: Guest, frequencyHz?: number): Promise<void> {
  // As text: the page itself may not make code out of words.
  await guest.page.evaluate(`window.vecheTracing = (${beginInPage.toString()})(${frequencyHz ?? 0}); undefined`);
}

export async function endTrace(guest: Guest): Promise<SoundTrace> {
  return await guest.page.evaluate(() => window.vecheTracing!.end());
}

/** Runs inside the page. */
function beginInPage(frequencyHz: number): Tracing {
  const audio = new AudioContext();
  void audio.resume();
  const step = audio.sampleRate / 100;
  const leastAmplitude = 0.004;
  interface Follower {
    readonly analyser: AnalyserNode;
    atStep: number;
    wasAudible: boolean;
  }
  const followers = new Map<MediaStreamTrack, Follower>();
  /** By step: in how many elements it is audible. */
  const heard: number[] = [];
  const samples = new Float32Array(32_768);
  const amplitude = (from: number, to: number): number => {
    let [real, imaginary, energy] = [0, 0, 0];
    for (let at = from; at < to; at++) {
      const phase = (2 * Math.PI * frequencyHz * at) / audio.sampleRate;
      real += samples[at]! * Math.cos(phase);
      imaginary += samples[at]! * Math.sin(phase);
      energy += samples[at]! * samples[at]!;
    }
    return frequencyHz === 0 ? Math.sqrt(energy / (to - from)) : (2 * Math.hypot(real, imaginary)) / (to - from);
  };
  const follow = (element: HTMLMediaElement, track: MediaStreamTrack): void => {
    const now = Math.floor((audio.currentTime * audio.sampleRate) / step);
    const audible = !element.muted && element.volume > 0;
    const before = followers.get(track);
    if (before === undefined) {
      const analyser = audio.createAnalyser();
      analyser.fftSize = samples.length;
      audio.createMediaStreamSource(new MediaStream([track])).connect(analyser);
      followers.set(track, { analyser, atStep: now, wasAudible: audible });
      return;
    }
    before.analyser.getFloatTimeDomainData(samples);
    const first = Math.max(before.atStep, now - Math.floor(samples.length / step));
    for (let at = first; at < now; at++) {
      const to = samples.length - Math.round((now - at - 1) * step);
      heard[at] ??= 0;
      // Where it was turned up or down in between, it counts as audible.
      if ((audible || before.wasAudible) && amplitude(Math.max(0, Math.round(to - step)), to) >= leastAmplitude)
        heard[at]! += 1;
    }
    before.atStep = now;
    before.wasAudible = audible;
  };
  const look = (): void => {
    for (const element of document.querySelectorAll<HTMLMediaElement>('audio, video')) {
      if (!(element.srcObject instanceof MediaStream)) continue;
      for (const track of element.srcObject.getAudioTracks()) follow(element, track);
    }
  };
  look();
  const timer = setInterval(look, 40);
  return {
    end: () => {
      clearInterval(timer);
      look();
      void audio.close();
      let [longestGap, gap, heardSteps, doubled] = [0, 0, 0, 0];
      // A step that no element has is a gap too.
      for (const count of Array.from(heard, (found) => found ?? 0)) {
        if (count > 0) heardSteps += 1;
        if (count > 1) doubled += 1;
        gap = count > 0 || heardSteps === 0 ? 0 : gap + 1;
        longestGap = Math.max(longestGap, gap);
      }
      return { longestGapMs: longestGap * 10, heardMs: heardSteps * 10, doubledMs: doubled * 10 };
    },
  };
}
