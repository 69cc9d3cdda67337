/**
 * All workers of this server: places each conference whole on the least loaded one, starts a dead worker again, and moves a dead worker's
 * conferences to a live one at once, or to the first that comes up.
 */
import { VecheError } from '@veche/contracts/errors.ts';
import { backoffMs } from '@veche/kernel/backoff.ts';
import type { Clock } from '@veche/kernel/clock.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import type { Random } from '@veche/kernel/random.ts';
import type { RoomRecording } from '../control/forwarding/recording-desk.ts';
import type { Move } from '../control/forwarding/rooms-desk.ts';
import { WorkerProcess } from './worker-process.ts';
import type { ConferenceNews, MediaAnswer, MediaCall, RecordingNews } from './worker-protocol.ts';

export interface WorkerPoolSettings {
  readonly listenAddresses: readonly string[];
  readonly announcedAddresses: readonly string[];
  /** Where recordings are spooled, on a disk of this machine. */
  readonly spoolFolder: string;
  /** The first worker's; the others follow. 0 lets the system choose each. */
  readonly firstPort: number;
  readonly workers: number;
}

export interface WorkerPoolEvents {
  onNews(conferenceId: string, news: ConferenceNews): void;
  onRecording(news: RecordingNews): void;
  /** It died; before its meetings hear of it. */
  onWorkerLost(worker: number): void;
  /** Its worker died; everything of its media is gone. */
  onMediaLost(conferenceId: string): void;
  /** It has a worker again, an empty one. */
  onMediaBack(conferenceId: string): void;
  /** How much work a conference is, in participants. */
  loadOf(conferenceId: string): number;
}

interface Slot {
  readonly index: number;
  /** To ask for at each start. 0 = any: a former one is not kept, for somebody may have taken it meanwhile, as long as they like. */
  readonly port: number;
  process: WorkerProcess | undefined;
  isUp: boolean;
  failures: number;
  startedAtMs: number;
  respawn: NodeJS.Timeout | undefined;
}

const firstRespawnMs = 100;
const maxRespawnMs = 5_000;
/** A worker that lived this long has no bad history. */
const soundLifeMs = 30_000;

export class WorkerPool {
  readonly #settings: WorkerPoolSettings;
  readonly #needs: { readonly logger: Logger; readonly clock: Clock; readonly random: Random };
  readonly #events: WorkerPoolEvents;
  readonly #slots: Slot[];
  /** undefined = waiting for a worker. */
  readonly #placements = new Map<string, Slot | undefined>();
  #generation = 0;
  #isClosing = false;

  constructor(
    settings: WorkerPoolSettings,
    needs: { readonly logger: Logger; readonly clock: Clock; readonly random: Random },
    events: WorkerPoolEvents,
  ) {
    this.#settings = settings;
    this.#needs = needs;
    this.#events = events;
    this.#slots = Array.from({ length: Math.max(1, settings.workers) }, (_, index) => ({
      index,
      port: settings.firstPort === 0 ? 0 : settings.firstPort + index,
      process: undefined,
      isUp: false,
      failures: 0,
      startedAtMs: 0,
      respawn: undefined,
    }));
  }

  /** Resolves when all workers listen; rejects in words, with nothing left running, when one cannot. */
  async start(): Promise<void> {
    try {
      await Promise.all(this.#slots.map((slot) => this.#spawn(slot)));
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  get workers(): number {
    return this.#slots.length;
  }

  get workersUp(): number {
    return this.#slots.filter(({ isUp }) => isUp).length;
  }

  get processIds(): readonly number[] {
    return this.#slots.map(({ process }) => process?.processId).filter((id) => id !== undefined);
  }

  counters(): readonly { readonly worker: number; readonly counters: ReadonlyMap<string, number> }[] {
    return this.#slots.map(({ index, process }) => ({ worker: index, counters: process?.counters ?? new Map() }));
  }

  /** false = no worker is up; `onMediaBack` comes when one is. */
  place(conferenceId: string): boolean {
    const slot = this.#leastLoaded();
    this.#placements.set(conferenceId, slot);
    return slot !== undefined;
  }

  release(conferenceId: string): void {
    this.#placements.get(conferenceId)?.process?.tell({ type: 'closeConference', conferenceId });
    this.#placements.delete(conferenceId);
  }

  /** Rejects with a VecheError. */
  call(conferenceId: string, participantId: string, call: MediaCall): Promise<MediaAnswer> {
    const slot = this.#placements.get(conferenceId);
    if (slot?.process === undefined || !slot.isUp) {
      return Promise.reject(new VecheError('media_restarting', { retryAfterSeconds: 1 }));
    }
    return slot.process.call(conferenceId, participantId, call);
  }

  /** Before whatever is asked later. Without effect while the conference has no worker: a new one knows nobody's room. */
  moveParticipants(conferenceId: string, moves: readonly Move[]): void {
    const message = { type: 'moveParticipants', conferenceId, moves } as const;
    this.#placements.get(conferenceId)?.process?.tell(message);
  }

  /** Answers which worker was told; undefined = the conference has none at the moment. */
  setRecordings(conferenceId: string, recordings: readonly RoomRecording[]): number | undefined {
    const slot = this.#placements.get(conferenceId);
    slot?.process?.tell({ type: 'setRecordings', conferenceId, recordings });
    return slot?.process === undefined ? undefined : slot.index;
  }

  removeParticipant(conferenceId: string, participantId: string): void {
    this.#placements.get(conferenceId)?.process?.tell({ type: 'removeParticipant', conferenceId, participantId });
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    for (const { respawn } of this.#slots) clearTimeout(respawn);
    await Promise.all(this.#slots.map(({ process }) => process?.stop()));
  }

  async #spawn(slot: Slot): Promise<void> {
    const { logger, clock } = this.#needs;
    this.#generation += 1;
    slot.startedAtMs = clock.nowMs();
    const { listenAddresses, announcedAddresses, spoolFolder } = this.#settings;
    const workerLogger = logger.child({ worker: slot.index });
    const process = new WorkerProcess(
      { generation: this.#generation, listenAddresses, announcedAddresses, spoolFolder, port: slot.port },
      workerLogger,
      {
        onNews: (conferenceId, news) => this.#events.onNews(conferenceId, news),
        onRecording: (news) => this.#events.onRecording(news),
        onExit: () => this.#onExit(slot, process),
      },
    );
    slot.process = process;
    const port = await process.listening;
    if (this.#isClosing) return;
    slot.isUp = true;
    workerLogger.info({ port, processId: process.processId }, 'A media worker is up');
    for (const [conferenceId, placed] of this.#placements) {
      if (placed === undefined) this.#move(conferenceId);
    }
  }

  #onExit(slot: Slot, process: WorkerProcess): void {
    if (slot.process !== process) return;
    const wasUp = slot.isUp;
    slot.process = undefined;
    slot.isUp = false;
    if (this.#isClosing) return;
    this.#events.onWorkerLost(slot.index);
    if (wasUp) this.#needs.logger.warn({ worker: slot.index }, 'A media worker died; its meetings move');
    const lost = [...this.#placements].filter(([, placed]) => placed === slot).map(([conferenceId]) => conferenceId);
    for (const conferenceId of lost) {
      this.#placements.set(conferenceId, undefined);
      this.#events.onMediaLost(conferenceId);
    }
    if (wasUp) this.#respawnLater(slot);
    for (const conferenceId of lost) this.#move(conferenceId);
  }

  #respawnLater(slot: Slot): void {
    const { clock, random } = this.#needs;
    slot.failures = clock.nowMs() - slot.startedAtMs > soundLifeMs ? 0 : slot.failures + 1;
    const random01 = (random.bytes(1)[0] ?? 0) / 255;
    // The first death costs no wait at all: people are sitting in front of a frozen picture.
    const delayMs = slot.failures <= 1 ? 0 : backoffMs(slot.failures - 2, firstRespawnMs, maxRespawnMs, random01);
    slot.respawn = setTimeout(() => {
      this.#spawn(slot).catch(async (error: unknown) => {
        if (this.#isClosing) return;
        this.#needs.logger.error(
          { worker: slot.index, error: String(error) },
          'A media worker could not be started again',
        );
        const failed = slot.process;
        slot.process = undefined;
        await failed?.stop();
        if (!this.#isClosing) this.#respawnLater(slot);
      });
    }, delayMs);
  }

  #move(conferenceId: string): void {
    const slot = this.#leastLoaded();
    if (slot === undefined) return;
    this.#placements.set(conferenceId, slot);
    this.#events.onMediaBack(conferenceId);
  }

  #leastLoaded(): Slot | undefined {
    const loads = new Map<Slot, number>();
    for (const slot of this.#slots) if (slot.isUp) loads.set(slot, 0);
    for (const [conferenceId, slot] of this.#placements) {
      const load = slot === undefined ? undefined : loads.get(slot);
      if (slot !== undefined && load !== undefined) loads.set(slot, load + 1 + this.#events.loadOf(conferenceId));
    }
    return [...loads].toSorted(([, a], [, b]) => a - b)[0]?.[0];
  }
}
