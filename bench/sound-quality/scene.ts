/**
 * A meeting in which known sounds are said and everything that anybody hears is kept: headless participants with real libwebrtc, DTLS-SRTP, the
 * media server and its worker. All recordings begin at the instant at which all sounds begin.
 */
import type { SoundMode, VoiceTreatment } from '@veche/contracts/signalling/conference-view.ts';
import { startLoopbackMeeting } from '@veche/headless/fixtures/loopback-meeting.ts';
import { UdpRelay } from '@veche/headless/fixtures/udp-relay.ts';
import type { HeadlessParticipant } from '@veche/headless/participant.ts';
import type { HeardBlock, SoundReader } from '@veche/headless/read-back.ts';
import { blockSamples, type Signal } from '@veche/headless/sound-signal.ts';
import { seededRandom } from '@veche/testkit/random.ts';
import { soundRateHz } from '@veche/testkit/sound/synthetic-speech.ts';

export interface Speaker {
  /** 48 kHz, mono, -1 to 1. */
  readonly sound: Float32Array;
  readonly treatment: VoiceTreatment;
}

export interface Scene {
  readonly speakers: readonly Speaker[];
  /** `mixed` unless said otherwise. In a forwarded meeting there is one speaker. */
  readonly mode?: SoundMode;
  /** Share of all datagrams, 0 to 1, that is lost on each way, once the sounds begin. */
  readonly loss?: { readonly share: number; readonly seed: number };
}

export interface Heard {
  /** What somebody hears who only listens; 48 kHz, mono. */
  readonly listener: Float32Array;
  /** What each speaker hears, in the order of the speakers. */
  readonly speakers: readonly Float32Array[];
}

const relayAddress = '127.0.0.2';
/** Until everybody is heard by everybody and jitter buffers have found their depth. */
const settleMs = 4_000;
/** For what is still on its way when the sounds have ended. */
const afterMs = 1_000;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export async function play({ speakers, mode = 'mixed', loss }: Scene): Promise<Heard> {
  const meeting = await startLoopbackMeeting(loss === undefined ? '127.0.0.1' : relayAddress);
  const relay = loss === undefined ? undefined : await UdpRelay.start(relayAddress, meeting.mediaPort);
  meeting.soundMode = mode;
  try {
    const scripts = speakers.map(({ sound }) => new Script(sound));
    const people = speakers.map(({ treatment }, at) =>
      meeting.participant(`Speaker ${at}`, { sound: scripts[at]!.signal, treatment }),
    );
    const listener = meeting.participant('Listener');
    for (const person of [...people, listener]) await person.join();
    const lengthMs = (Math.max(...speakers.map(({ sound }) => sound.length)) / soundRateHz) * 1_000 + afterMs;
    const readers = await readersOf(mode, listener, people);
    const ears = readers.map((reader) => new Ear(reader, lengthMs + afterMs));
    await pause(settleMs);
    if (loss !== undefined) relay?.lose(loss.share, seededRandom(loss.seed));
    for (const script of scripts) script.begin();
    for (const ear of ears) ear.begin();
    await pause(lengthMs);
    const [heard, ...others] = ears.map((ear) => ear.since(scripts[0]!.beganAtMs()));
    return { listener: heard!, speakers: others };
  } finally {
    relay?.close();
    await meeting.close();
  }
}

async function readersOf(mode: SoundMode, listener: HeadlessParticipant, people: readonly HeadlessParticipant[]) {
  if (mode === 'mixed') return Promise.all([listener, ...people].map((person) => soon(() => person.listenMix())));
  return [await soon(() => listener.listen(people[0]!.id!))];
}

async function soon<Thing>(look: () => Thing | undefined): Promise<Thing> {
  for (let tries = 0; tries < 200; tries++) {
    const found = look();
    if (found !== undefined) return found;
    await pause(50);
  }
  throw new Error('The sound of the meeting did not come within ten seconds');
}

/** Silence, and from a certain moment on the given sound. */
class Script {
  readonly #sound: Float32Array;
  readonly #startsMs: number[] = [];
  #at: number | undefined;

  constructor(sound: Float32Array) {
    this.#sound = sound;
  }

  readonly signal: Signal = (block) => {
    if (this.#at === undefined) {
      block.fill(0);
      return;
    }
    this.#startsMs.push(performance.now() - (this.#at / soundRateHz) * 1_000);
    for (let at = 0; at < blockSamples; at++)
      block[at] = Math.max(-32_768, Math.min(32_767, Math.round((this.#sound[this.#at + at] ?? 0) * 32_768)));
    this.#at += blockSamples;
  };

  begin(): void {
    this.#at = 0;
  }

  /** `performance.now()`; blocks come early and late by the timer, the middle one tells. */
  beganAtMs(): number {
    return middle(this.#startsMs);
  }
}

/** Keeps all that is heard from a certain moment on, without garbage that would hold the timers up. */
class Ear {
  readonly #heard: Float32Array;
  readonly #startsMs: number[] = [];
  #length = 0;
  #isListening = false;

  constructor(reader: SoundReader, lengthMostMs: number) {
    this.#heard = new Float32Array((lengthMostMs * soundRateHz) / 1_000);
    reader.onBlock((block) => {
      if (this.#isListening) this.#keep(block);
    });
  }

  begin(): void {
    this.#isListening = true;
  }

  since(startMs: number): Float32Array {
    const late = Math.round(((middle(this.#startsMs) - startMs) * soundRateHz) / 1_000);
    const sound = new Float32Array(Math.max(0, late + this.#length));
    sound.set(this.#heard.subarray(Math.max(0, -late), this.#length), Math.max(0, late));
    return sound;
  }

  #keep({ samples, channelCount, sampleRateHz, atMs }: HeardBlock): void {
    if (sampleRateHz !== soundRateHz) throw new Error(`Sound arrives at ${sampleRateHz} Hz`);
    this.#startsMs.push(atMs - (this.#length / soundRateHz) * 1_000);
    for (let at = 0; at < samples.length; at += channelCount) {
      let sum = 0;
      for (let channel = 0; channel < channelCount; channel++) sum += samples[at + channel]!;
      this.#heard[this.#length] = sum / channelCount / 32_768;
      this.#length += 1;
    }
  }
}

function middle(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
