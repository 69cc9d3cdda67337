/**
 * The beat of the sound thread: every 20 ms takes what came, makes all mixes and hands them over. A beat that was missed is made up for, a stall of
 * many is given up, so that sound goes on from now; late beats are counted, and a machine that is short of time drops cleaning before sound.
 */
import type { Clock } from '@veche/kernel/clock.ts';
import type { PacketRingReader } from '../../plane/packet-ring.ts';
import { frameMs } from '../frame.ts';
import { LoadShedding, lateMs } from '../load-shedding.ts';
import type { SoundEngine } from '../sound-engine.ts';
import { FrameBatchWriter } from './frame-batch.ts';
import type { FromSoundThread } from './sound-protocol.ts';

/** As many beats are made up for at most; a receiver's buffer holds no more. */
const madeUpTicksMax = 5;
const levelsEveryTicks = 5;
const countersEveryTicks = 50;

export interface SoundLoopNeeds {
  readonly engine: SoundEngine;
  readonly ring: PacketRingReader;
  readonly clock: Clock;
  /** A clock that never jumps, in milliseconds. */
  monotonicMs(): number;
  post(message: FromSoundThread, transfer?: readonly ArrayBuffer[]): void;
}

export class SoundLoop {
  readonly #needs: SoundLoopNeeds;
  readonly #batch = new FrameBatchWriter();
  readonly #load = new LoadShedding();
  readonly #add = this.#batch.add.bind(this.#batch);
  #dueMs: number;
  #ticks = 0;
  #lateTicks = 0;
  #skippedTicks = 0;
  #uncleanedTicks = 0;
  #latestMs = 0;

  constructor(needs: SoundLoopNeeds) {
    this.#needs = needs;
    this.#dueMs = needs.monotonicMs() + frameMs;
  }

  /**
   * Does what is due, but never so much at once that commands would have to wait; answers in how many milliseconds there is more to do, 0 or less for at
   * once.
   */
  run(): number {
    const { monotonicMs } = this.#needs;
    let nowMs = monotonicMs();
    this.#giveUp(Math.floor((nowMs - this.#dueMs) / frameMs));
    for (let ticks = 0; this.#dueMs <= nowMs && ticks <= madeUpTicksMax; ticks++) {
      this.#tick(nowMs - this.#dueMs);
      this.#dueMs += frameMs;
      nowMs = monotonicMs();
    }
    return this.#dueMs - nowMs;
  }

  /** After a stall of many beats sound goes on from now. What was left out is late for ever, and leaves its gap in the streams' timestamps. */
  #giveUp(behindTicks: number): void {
    if (behindTicks <= madeUpTicksMax) return;
    this.#needs.engine.skip(behindTicks);
    this.#skippedTicks += behindTicks;
    this.#lateTicks += behindTicks;
    this.#dueMs += behindTicks * frameMs;
    this.#tellLoad(this.#load.giveUp(this.#needs.clock.nowMs(), behindTicks));
  }

  #tick(lateByMs: number): void {
    const { engine, ring, clock, monotonicMs, post } = this.#needs;
    const startedMs = monotonicMs();
    for (let packet = ring.read(); packet !== undefined; packet = ring.read()) engine.receive(packet.streamId, packet);
    const mayClean = !this.#load.dropsCleaning;
    // As if it had begun in time: what waits is due by the beat and not by when the beat is worked off.
    engine.tick(clock.nowMs() - lateByMs, mayClean, this.#add);
    if (!this.#batch.isEmpty) {
      const bytes = this.#batch.take();
      post({ type: 'frames', bytes }, [bytes.buffer]);
    }
    this.#ticks += 1;
    if (lateByMs > lateMs) this.#lateTicks += 1;
    if (lateByMs > this.#latestMs) this.#latestMs = lateByMs;
    if (!mayClean) this.#uncleanedTicks += 1;
    this.#tellLoad(this.#load.beat(clock.nowMs(), lateByMs, monotonicMs() - startedMs));
    if (this.#ticks % levelsEveryTicks === 0) this.#tellLevels();
    if (this.#ticks % countersEveryTicks === 0) this.#tellCounters();
  }

  #tellLoad(change: ReturnType<LoadShedding['beat']>): void {
    const { post } = this.#needs;
    if (change === undefined) return;
    const fields = { busyShare: Number(this.#load.busyShare.toFixed(2)), lateTicks: this.#lateTicks };
    if (change === 'dropped') {
      post({
        type: 'log',
        level: 'warn',
        fields,
        message: 'Short of time: voices are mixed without noise suppression',
      });
    } else post({ type: 'log', level: 'info', fields, message: 'Noise suppression is on again' });
  }

  #tellLevels(): void {
    const { engine, post } = this.#needs;
    const levels = engine.takeLevels();
    if (levels.length > 0) post({ type: 'levels', levels });
    const changes = engine.takeReadable();
    if (changes.length > 0) post({ type: 'readable', changes });
  }

  #tellCounters(): void {
    const { engine, post } = this.#needs;
    const { microphones, speaking, listeners, streams } = engine.counts();
    post({
      type: 'counters',
      counters: [
        ['soundTicks', this.#ticks + this.#skippedTicks],
        ['soundLateTicks', this.#lateTicks],
        ['soundSkippedTicks', this.#skippedTicks],
        ['soundCleaningDroppedTicks', this.#uncleanedTicks],
        ['soundLatestTickMs', Math.round(this.#latestMs)],
        ['soundCleaningDropped', this.#load.dropsCleaning ? 1 : 0],
        ['soundMicrophones', microphones],
        ['soundSpeaking', speaking],
        ['soundListeners', listeners],
        ['soundStreams', streams],
      ],
    });
  }
}
