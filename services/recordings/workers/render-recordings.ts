/**
 * Renders what is recorded while it is recorded, as much at a time as it may, and joins it when the recording is over. What is to be done is read from the
 * tables each time something changed, so a process that was killed goes on where it was, and a missed hint costs nothing but time. Without ffmpeg,
 * recordings that are over are put together as they were recorded.
 */
import { mkdir, rm } from 'node:fs/promises';
import { limits } from '@veche/contracts/limits.ts';
import { instant } from '@veche/ports/sql/sql.ts';
import { jobName, nextJob, nextMoment, type RenderJob } from '../rendering/render-order.ts';
import { mainKind, placesOf, planRender, type RenderPlan } from '../rendering/render-plan.ts';
import { rowsInOrder } from '../rendering/rows-in-order.ts';
import { clearSegments, joinFiles } from './join-files.ts';
import { RemuxLine } from './remux-line.ts';
import type { RenderParts } from './render-needs.ts';
import { renderOneSegment } from './render-one-segment.ts';

interface RunningJob {
  readonly recordingId: string;
  /** Of the processor's cores, about. */
  readonly cores: number;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/** The index follows the log: the last chunk's row may come a moment after the end is told. */
const lastRowsMs = 500;
const tickMs = 60_000;
const lookAgainMs = 5_000;

export class RenderRecordings {
  readonly #parts: RenderParts;
  /** By recording: what is planned of it. */
  readonly #plans = new Map<string, readonly RenderPlan[]>();
  readonly #dirty = new Set<string>();
  /** A job of theirs has ended since their plans were made, and still stands in them: nothing is begun before they are looked at again. */
  readonly #outdated = new Set<string>();
  /** Something of theirs could not be read or written down: they are looked at again then, and not before. */
  readonly #restUntilMs = new Map<string, number>();
  readonly #forgotten = new Set<string>();
  readonly #running = new Map<string, RunningJob>();
  /** When a recording was first seen to be over. */
  readonly #overSinceMs = new Map<string, number>();
  readonly #remuxes: RemuxLine;
  readonly #closing = new AbortController();
  #turning: Promise<void> | undefined;
  #isAskedAgain = false;
  #timer: NodeJS.Timeout | undefined;
  #tick: NodeJS.Timeout | undefined;
  #folders = 0;

  constructor(parts: RenderParts) {
    this.#parts = parts;
    this.#remuxes = new RemuxLine(parts);
  }

  /** What a killed process left in the work folder goes; what is unfinished is begun. */
  async start(): Promise<void> {
    const { renders, workFolder, ffmpeg } = this.#parts;
    await rm(workFolder, { recursive: true, force: true });
    await mkdir(workFolder, { recursive: true });
    const ids = ffmpeg === undefined ? await renders.withoutFiles() : await renders.unfinished();
    for (const id of ids) this.#dirty.add(id);
    await this.#remuxes.resume();
    this.#tick = setInterval(() => void this.#sweep(), tickMs);
    void this.#turn();
  }

  wake(recordingId: string): void {
    this.#dirty.add(recordingId);
    void this.#turn();
  }

  /** Nothing of it runs any more when this resolves, and nothing is begun. */
  async forget(recordingId: string): Promise<void> {
    this.#forgotten.add(recordingId);
    this.#plans.delete(recordingId);
    this.#overSinceMs.delete(recordingId);
    this.#restUntilMs.delete(recordingId);
    await this.#turning;
    await this.#stop((job) => job.recordingId === recordingId);
    await this.#remuxes.stop(recordingId);
    await this.#parts.renders.forget(recordingId);
  }

  /** Somebody wants it as it was recorded. Resolves when that is written down. */
  remux(recordingId: string): Promise<void> {
    return this.#remuxes.ask(recordingId);
  }

  /** What runs for it is stopped, for its plan has changed. */
  async restart(recordingId: string): Promise<void> {
    await this.#stop((job) => job.recordingId === recordingId);
    this.wake(recordingId);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    clearTimeout(this.#timer);
    clearInterval(this.#tick);
    await this.#turning;
    await Promise.all([this.#stop(() => true), this.#remuxes.close()]);
  }

  async #stop(which: (job: RunningJob) => boolean): Promise<void> {
    const jobs = [...this.#running.values()].filter(which);
    for (const { abort } of jobs) abort.abort();
    await Promise.all(jobs.map(({ ended }) => ended));
  }

  /** One at a time; asked meanwhile, it looks once more. */
  #turn(): Promise<void> {
    if (this.#closing.signal.aborted) return Promise.resolve();
    if (this.#turning !== undefined) {
      this.#isAskedAgain = true;
      return this.#turning;
    }
    this.#turning = this.#turnOnce().finally(() => {
      this.#turning = undefined;
      if (this.#isAskedAgain) void this.#turn();
      this.#isAskedAgain = false;
    });
    return this.#turning;
  }

  async #turnOnce(): Promise<void> {
    clearTimeout(this.#timer);
    const { clock, logger } = this.#parts;
    const startMs = clock.nowMs();
    for (const recordingId of [...this.#dirty]) {
      if (this.#closing.signal.aborted) return;
      if ((this.#restUntilMs.get(recordingId) ?? startMs) > startMs) continue;
      this.#restUntilMs.delete(recordingId);
      this.#dirty.delete(recordingId);
      try {
        await this.#look(recordingId);
      } catch (err) {
        logger.warn({ recordingId, err }, 'What is to be rendered could not be looked up');
        this.#rest(recordingId);
      }
    }
    if (this.#closing.signal.aborted) return;
    const plans = [...this.#plans].flatMap(([recordingId, known]) => (this.#outdated.has(recordingId) ? [] : known));
    // One reading for both: what was too early for the one is ahead for the other.
    const nowMs = clock.nowMs();
    for (;;) {
      const job = nextJob(plans, nowMs, (name) => this.#running.has(name) || !this.#hasRoomFor(name));
      if (job === undefined) break;
      this.#begin(job);
    }
    const moment = Math.min(nextMoment(plans, nowMs) ?? Number.POSITIVE_INFINITY, ...this.#restUntilMs.values());
    if (Number.isFinite(moment)) this.#timer = setTimeout(() => void this.#turn(), Math.max(0, moment - nowMs));
  }

  /** Its plans are not what stands, and nothing is begun by them before they are looked at again. */
  #rest(recordingId: string): void {
    this.#outdated.add(recordingId);
    this.#dirty.add(recordingId);
    this.#restUntilMs.set(recordingId, this.#parts.clock.nowMs() + lookAgainMs);
  }

  /** Joining copies bytes: it takes none of the cores, but only one is done at a time. */
  #hasRoomFor(name: string): boolean {
    return isJoin(name) ? ![...this.#running.keys()].some(isJoin) : this.#freeCores > 0;
  }

  get #freeCores(): number {
    return [...this.#running.values()].reduce((free, { cores }) => free - cores, this.#parts.cores);
  }

  async #look(recordingId: string): Promise<void> {
    const { recordings, chunks, renders, clock, ffmpeg } = this.#parts;
    this.#outdated.delete(recordingId);
    const recording = this.#forgotten.has(recordingId) ? undefined : await recordings.byId(recordingId);
    if (recording === undefined || recording.chunks_cleared_at !== null || recording.chunks === 0) {
      this.#plans.delete(recordingId);
      return;
    }
    const goesOn = recording.state !== 'ended';
    if (ffmpeg === undefined) {
      if (!goesOn) await this.#remuxes.owe(recordingId);
      return;
    }
    const ordered = rowsInOrder(await chunks.of(recordingId), goesOn);
    const key = { recording_id: recordingId, ...mainKind };
    await renders.add(key, clock.nowMs());
    const endedAtMs = recording.ended_at === null ? Number.POSITIVE_INFINITY : Date.parse(recording.ended_at);
    if (!goesOn && !this.#overSinceMs.has(recordingId)) this.#overSinceMs.set(recordingId, clock.nowMs());
    const notBefore = (this.#overSinceMs.get(recordingId) ?? 0) + lastRowsMs;
    const segments = await renders.segments(recordingId);
    const plans = (await renders.of(recordingId))
      .map((render) => planRender(render, { goesOn, endedAtMs, places: placesOf(ordered) }, segments))
      .map((plan) => ({ ...plan, joinAtMs: Math.max(plan.joinAtMs, notBefore) }));
    for (const plan of plans) await this.#tell(plan);
    const isDone = !goesOn && plans.every(({ missing, isToBeJoined }) => missing.length === 0 && !isToBeJoined);
    if (isDone || this.#forgotten.has(recordingId)) {
      this.#plans.delete(recordingId);
      this.#overSinceMs.delete(recordingId);
    } else {
      this.#plans.set(recordingId, plans);
    }
  }

  /** How far it is, and what holds it up. */
  async #tell({ render, missing, progress, isToBeJoined, goesOn }: RenderPlan): Promise<void> {
    const isComplete = missing.length === 0 && !isToBeJoined;
    if (render.state === 'done' && isComplete && !goesOn) return;
    const stuck = missing.find(({ problem }) => problem !== null);
    const joinFailed = isToBeJoined && render.retry_at !== null;
    const state = stuck !== undefined || joinFailed ? 'failed' : 'running';
    const problem = stuck !== undefined ? stuck.problem : joinFailed ? render.problem : null;
    const retry_at = stuck !== undefined ? instant(stuck.retryAtMs) : joinFailed ? render.retry_at : null;
    const isNews =
      state !== render.state ||
      problem !== render.problem ||
      retry_at !== render.retry_at ||
      progress !== render.progress;
    if (isNews)
      await this.#parts.renders.change(render, { state, problem, retry_at, progress }, this.#parts.clock.nowMs());
  }

  #begin(job: RenderJob): void {
    if (job.type === 'join') {
      this.#run(job, 0, (signal) => joinFiles(this.#parts, job.plan, signal));
      return;
    }
    const threads = this.#threadsFor(job);
    const folderName = `segment-${this.#folders++}`;
    this.#run(job, threads, (signal) => renderOneSegment(this.#parts, job, { threads, folderName, signal }));
  }

  /** `work` answers whether what came of it is written down: what is not would be begun again at once. */
  #run(job: RenderJob, cores: number, work: (signal: AbortSignal) => Promise<boolean>): void {
    const name = jobName(job);
    const { recording_id: recordingId } = job.plan.render;
    const abort = new AbortController();
    const ended = work(abort.signal).then((isWritten) => {
      this.#running.delete(name);
      if (this.#closing.signal.aborted) return;
      if (!isWritten) this.#rest(recordingId);
      this.#outdated.add(recordingId);
      this.#dirty.add(recordingId);
      void this.#turn();
    });
    this.#running.set(name, { recordingId, cores, abort, ended });
  }

  /** Whoever waits for the last part of a file may have all cores that are free. */
  #threadsFor({ plan }: RenderJob): number {
    const isLast = !plan.goesOn && plan.missing.length === 1;
    return isLast ? Math.max(1, this.#freeCores) : 1;
  }

  /** What was joined some time ago, and nothing came late of. */
  async #sweep(): Promise<void> {
    const { renders, clock, logger, ffmpeg } = this.#parts;
    try {
      for (const render of await renders.joinedBefore(instant(clock.nowMs() - limits.renderedSegmentsKeptMs))) {
        if (!this.#plans.has(render.recording_id)) await clearSegments(this.#parts, render);
      }
      const ids = ffmpeg === undefined ? await renders.withoutFiles() : await renders.unfinished();
      for (const id of ids) if (!this.#plans.has(id)) this.wake(id);
      await this.#remuxes.resume();
    } catch (err) {
      logger.warn({ err }, 'Rendered chunks could not be cleared away');
    }
  }
}

const isJoin = (name: string): boolean => name.endsWith(' join');
