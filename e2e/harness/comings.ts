/**
 * People who come into the rooms of a loopback meeting and leave them again, one each second, by a seed: some speak, some have an open microphone in
 * a silent room, some are muted, some only listen. Most say goodbye; some are just gone.
 */
import type { LoopbackMeeting } from '@veche/headless/fixtures/loopback-meeting.ts';
import type { HeadlessParticipant } from '@veche/headless/participant.ts';
import { looping, type Signal, silence } from '@veche/headless/sound-signal.ts';

export interface ComingsOptions {
  readonly meeting: LoopbackMeeting;
  /** In [0, 1). */
  readonly random: () => number;
  readonly rooms: readonly { readonly name: string; readonly maySpeak: boolean }[];
  /** What they say, 48 kHz. */
  readonly sayings: readonly Int16Array[];
  /** So many are inside at the same time, all rooms together. */
  readonly present: number;
}

type Kind = 'speaks' | 'silent' | 'muted' | 'listens';
const kinds: readonly Kind[] = ['speaks', 'silent', 'muted', 'listens'];
const everyMs = 1_000;
const goneShare = 0.1;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export class Comings {
  readonly #options: ComingsOptions;
  readonly #inside: HeadlessParticipant[] = [];
  readonly #underWay = new Set<Promise<void>>();
  #running: Promise<void> | undefined;
  #ends = false;
  came = 0;
  left = 0;
  /** Why somebody could not come or go. */
  readonly failures: string[] = [];

  constructor(options: ComingsOptions) {
    this.#options = options;
  }

  get inside(): number {
    return this.#inside.length;
  }

  begin(): void {
    this.#running = this.#run();
  }

  /** Resolves when everybody has left. */
  async end(): Promise<void> {
    this.#ends = true;
    await this.#running;
    await Promise.all(this.#underWay);
    await Promise.all(this.#inside.splice(0).map((participant) => this.#leave(participant)));
  }

  async #run(): Promise<void> {
    for (let dueMs = performance.now(); !this.#ends; dueMs += everyMs) {
      this.#keep(this.#come());
      if (this.#inside.length >= this.#options.present) {
        const [leaving] = this.#inside.splice(Math.floor(this.#options.random() * this.#inside.length), 1);
        this.#keep(this.#leave(leaving!));
      }
      await pause(Math.max(0, dueMs + everyMs - performance.now()));
    }
  }

  #keep(work: Promise<void>): void {
    const kept = work
      .catch((error: unknown) => void this.failures.push(error instanceof Error ? error.message : String(error)))
      .finally(() => this.#underWay.delete(kept));
    this.#underWay.add(kept);
  }

  async #come(): Promise<void> {
    const { meeting, random, rooms } = this.#options;
    const room = rooms[Math.floor(random() * rooms.length)]!;
    const kind = kinds[Math.floor(random() * kinds.length)]!;
    const sound = this.#soundOf(kind, room.maySpeak);
    const treatment = random() < 0.5 ? 'plain' : 'suppressed';
    this.came += 1;
    const participant = meeting.participant(`Comer ${this.came}`, {
      room: room.name,
      treatment,
      ...(sound === undefined ? {} : { sound }),
    });
    await participant.join();
    this.#inside.push(participant);
    if (kind === 'muted') await participant.call.setPaused('microphone', true);
    else if (kind === 'listens') participant.listenMix();
  }

  #soundOf(kind: Kind, maySpeak: boolean): Signal | undefined {
    const { random, sayings } = this.#options;
    if (kind === 'listens') return undefined;
    if (kind === 'silent' || !maySpeak) return silence;
    return looping(sayings[Math.floor(random() * sayings.length)]!);
  }

  async #leave(participant: HeadlessParticipant): Promise<void> {
    if (this.#options.random() < goneShare) participant.close();
    else await participant.leave();
    this.#options.meeting.forget(participant);
    this.left += 1;
  }
}
