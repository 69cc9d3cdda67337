/**
 * All runs of one media worker, on a thread of their own: takes packets and commands, spools, asks for key frames, and tells when the disk refuses. Where it
 * has refused for so long that memory cannot hold more, the oldest chunk is given up: that is a gap then, and nothing else is lost.
 */
import { limits } from '@veche/contracts/limits.ts';
import type { DeliveredPacket } from '../plane/events.ts';
import type { PictureStream, RecorderCommand } from './commands.ts';
import { RecordingRun } from './run/recording-run.ts';
import { type SpoolFolder, SpoolWriter } from './spool/spool-writer.ts';

export interface RecorderEvents {
  /** This spool file is whole. */
  onClosed(recordingId: string, fileName: string): void;
  /** A run is over, and all of it is on disk. */
  onEnded(recordingId: string): void;
  /** The disk refuses to take what is recorded, with the system's code as in ENOSPC; undefined = it takes it again. */
  onRefused(recordingId: string, code: string | undefined): void;
  wantKeyFrame(routeId: number): void;
}

interface Standing {
  readonly begun: Extract<RecorderCommand, { type: 'begin' }>;
  run: RecordingRun;
  readonly writer: SpoolWriter;
  picture: PictureStream | null;
  speaker: string | null;
  soundDelayMs: number;
  refused: string | undefined;
  flushedAtMs: number;
}

export class Recorder {
  readonly #folder: SpoolFolder;
  readonly #events: RecorderEvents;
  readonly #runs = new Map<string, Standing>();
  readonly #byRoute = new Map<number, Standing>();
  /** Runs that have ended and are not all on disk yet. */
  readonly #ending = new Set<Standing>();

  constructor(folder: SpoolFolder, events: RecorderEvents) {
    this.#folder = folder;
    this.#events = events;
  }

  obey(command: RecorderCommand, nowMs: number): void {
    if (command.type === 'begin') {
      this.#begin(command, nowMs);
      return;
    }
    const standing = this.#runs.get(command.recordingId);
    if (standing === undefined) return;
    switch (command.type) {
      case 'picture':
        standing.picture = command.picture;
        if (command.picture !== null) this.#byRoute.set(command.picture.routeId, standing);
        standing.run.setPicture(command.picture, nowMs);
        return;
      case 'speaker':
        standing.speaker = command.participantId;
        standing.run.setSpeaker(command.participantId, nowMs);
        return;
      case 'soundDelay':
        standing.soundDelayMs = command.delayMs;
        standing.run.setSoundDelay(command.delayMs);
        return;
      case 'end':
        this.#end(standing, nowMs);
        return;
    }
  }

  receive(packet: DeliveredPacket): void {
    const standing = this.#byRoute.get(packet.routeId);
    if (standing !== undefined) standing.run.receive(packet);
    // It may have overtaken the command that says whose it is.
    else for (const { run } of this.#runs.values()) run.receive(packet);
  }

  /** Several times a second. */
  tick(nowMs: number): void {
    for (const standing of this.#runs.values()) {
      standing.run.tick(nowMs);
      while (standing.writer.unwrittenBytes > limits.recordingUnwrittenMaxBytes) this.#giveUpOldest(standing, nowMs);
    }
    this.#giveUpMost(nowMs);
    for (const standing of [...this.#runs.values(), ...this.#ending]) {
      if (nowMs - standing.flushedAtMs >= limits.recordingSpoolEveryMs) this.#flush(standing, nowMs);
    }
  }

  /** Everything that has come is written, as far as the disk takes it. */
  close(nowMs: number): void {
    for (const standing of [...this.#runs.values()]) this.#end(standing, nowMs);
  }

  /** Nothing is recorded, and nothing that was is on its way to the disk. */
  get isIdle(): boolean {
    return this.#runs.size === 0 && this.#ending.size === 0;
  }

  #begin(begun: Standing['begun'], nowMs: number): void {
    const { recordingId } = begun;
    const before = this.#runs.get(recordingId);
    if (before !== undefined) this.#end(before, nowMs);
    const writer = new SpoolWriter(this.#folder, (fileName) => this.#events.onClosed(recordingId, fileName));
    const run = new RecordingRun(begun, this.#sinkOf(writer), nowMs);
    const standing: Standing = {
      begun,
      run,
      writer,
      picture: null,
      speaker: null,
      soundDelayMs: limits.voiceDelayMinMs,
      refused: undefined,
      flushedAtMs: nowMs,
    };
    this.#runs.set(recordingId, standing);
    this.#byRoute.set(begun.soundRouteId, standing);
  }

  /** Together they may hold so much; whoever holds most gives up first, whether it still runs or not. */
  #giveUpMost(nowMs: number): void {
    const held = ({ writer }: Standing) => writer.unwrittenBytes;
    const all = [...this.#runs.values(), ...this.#ending];
    if (all.reduce((bytes, standing) => bytes + held(standing), 0) <= limits.recordingsUnwrittenMaxBytes) return;
    const [most] = all.toSorted((a, b) => held(b) - held(a));
    if (most === undefined) return;
    if (this.#ending.has(most)) most.writer.giveUp();
    else this.#giveUpOldest(most, nowMs);
  }

  #giveUpOldest(standing: Standing, nowMs: number): void {
    if (!standing.writer.giveUpOldest()) this.#beginAnew(standing, nowMs);
  }

  #beginAnew(standing: Standing, nowMs: number): void {
    standing.writer.giveUp();
    standing.run = new RecordingRun(standing.begun, this.#sinkOf(standing.writer), nowMs);
    standing.run.setSoundDelay(standing.soundDelayMs);
    standing.run.setPicture(standing.picture, nowMs);
    standing.run.setSpeaker(standing.speaker, nowMs);
  }

  #sinkOf(writer: SpoolWriter): ConstructorParameters<typeof RecordingRun>[1] {
    return {
      begin: (head) => {
        const { recordingId, runStartedAtMs, number } = head;
        writer.begin({ recordingId, runStartedAtMs, number });
        writer.add({ type: 'head', head });
      },
      add: (record) => writer.add(record),
      end: () => writer.end(),
      wantKeyFrame: (routeId) => this.#events.wantKeyFrame(routeId),
    };
  }

  #end(standing: Standing, nowMs: number): void {
    standing.run.end(nowMs);
    this.#runs.delete(standing.begun.recordingId);
    for (const [routeId, other] of this.#byRoute) if (other === standing) this.#byRoute.delete(routeId);
    this.#ending.add(standing);
    this.#flush(standing, nowMs);
  }

  #flush(standing: Standing, nowMs: number): void {
    standing.flushedAtMs = nowMs;
    try {
      standing.writer.flush();
      this.#refused(standing, undefined);
      if (standing.writer.unwrittenBytes > 0 || !this.#ending.delete(standing)) return;
      this.#events.onEnded(standing.begun.recordingId);
    } catch (error) {
      this.#refused(standing, (error as NodeJS.ErrnoException).code ?? String(error));
    }
  }

  #refused(standing: Standing, code: string | undefined): void {
    if (standing.refused === code) return;
    standing.refused = code;
    this.#events.onRefused(standing.begun.recordingId, code);
  }
}
