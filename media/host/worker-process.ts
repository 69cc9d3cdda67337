/** One worker as its parent sees it: a child process that is asked and answers, is watched by its heartbeat, and reports its end exactly once. */
import { type ChildProcess, fork } from 'node:child_process';
import { getCompileCacheDir } from 'node:module';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import { workerFlags } from './worker/worker-flags.ts';
import type {
  ConferenceNews,
  FromWorker,
  MediaAnswer,
  MediaCall,
  RecordingNews,
  ToWorker,
  WorkerSettings,
} from './worker-protocol.ts';

export interface WorkerProcessEvents {
  onNews(conferenceId: string, news: ConferenceNews): void;
  onRecording(news: RecordingNews): void;
  /** Nothing else comes after this. */
  onExit(): void;
}

const stopPatienceMs = 2_000;
/** Media goes before whatever else is busy here, and leaves it a quarter of a core that both want. */
const niceness = -5;

export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #logger: Logger;
  readonly #events: WorkerProcessEvents;
  readonly #pending = new Map<number, { resolve(answer: MediaAnswer): void; reject(error: VecheError): void }>();
  readonly #exited: Promise<void>;
  /** Beats only once the worker listens: while it loads it cannot answer. */
  #heartbeat: NodeJS.Timeout | undefined;
  #lastCallId = 0;
  #silentMs = 0;
  #isGone = false;
  #counters: ReadonlyMap<string, number> = new Map();
  /** The port it listens on; rejects in words when it cannot. */
  readonly listening: Promise<number>;

  constructor(settings: WorkerSettings, logger: Logger, events: WorkerProcessEvents) {
    this.#logger = logger;
    this.#events = events;
    // Compiled code is kept between starts where this process keeps it; nothing else of its environment is handed on.
    const compileCache = getCompileCacheDir();
    this.#child = fork(fileURLToPath(new URL('./worker/worker-main.ts', import.meta.url)), [], {
      serialization: 'advanced',
      execArgv: [...workerFlags],
      env: compileCache === undefined ? {} : { NODE_COMPILE_CACHE: compileCache },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    goBeforeOthers(this.#child);
    this.#exited = new Promise((resolve) => {
      const end = (): void => {
        this.#end();
        resolve();
      };
      this.#child.once('exit', end);
      // One that never came to be does not exit either.
      this.#child.once('error', () => {
        if (this.#child.pid === undefined) end();
      });
    });
    this.#child.on('error', (error) => logger.error({ error: error.message }, 'A media worker could not be reached'));
    this.listening = this.#becomeListening();
    this.listening.catch(() => undefined);
    this.tell({ type: 'start', settings });
  }

  get processId(): number | undefined {
    return this.#child.pid;
  }

  get counters(): ReadonlyMap<string, number> {
    return this.#counters;
  }

  /** Rejects with a VecheError: what the worker refused, or `media_restarting` when it died meanwhile. */
  call(conferenceId: string, participantId: string, call: MediaCall): Promise<MediaAnswer> {
    if (this.#isGone) return Promise.reject(new VecheError('media_restarting', { retryAfterSeconds: 1 }));
    this.#lastCallId += 1;
    const callId = this.#lastCallId;
    return new Promise((resolve, reject) => {
      this.#pending.set(callId, { resolve, reject });
      this.tell({ type: 'call', callId, conferenceId, participantId, call });
    });
  }

  tell(message: ToWorker): void {
    if (this.#isGone || !this.#child.connected) return;
    // An error here means that the process is going: its exit tells.
    this.#child.send(message, () => undefined);
  }

  async stop(): Promise<void> {
    this.tell({ type: 'shutDown' });
    const kill = setTimeout(() => this.#child.kill('SIGKILL'), stopPatienceMs);
    await this.#exited;
    clearTimeout(kill);
  }

  #becomeListening(): Promise<number> {
    return new Promise((resolve, reject) => {
      const patience = setTimeout(() => {
        reject(new Error('The media worker did not start in time'));
        this.#child.kill('SIGKILL');
      }, limits.workerStartMaxMs);
      void this.#exited.then(() => {
        clearTimeout(patience);
        reject(new Error('The media worker ended while it was starting'));
      });
      this.#child.on('message', (message: FromWorker) => {
        if (this.#isGone) return;
        this.#silentMs = 0;
        if (message.type === 'listening') {
          clearTimeout(patience);
          this.#heartbeat ??= setInterval(() => this.#beat(), limits.workerHeartbeatMs);
          resolve(message.port);
        } else if (message.type === 'listenFailed') {
          clearTimeout(patience);
          reject(new Error(`Media cannot listen on ${message.reason}`));
        } else {
          this.#hear(message);
        }
      });
    });
  }

  #hear(message: Exclude<FromWorker, { type: 'listening' | 'listenFailed' }>): void {
    switch (message.type) {
      case 'answer':
        this.#take(message.callId)?.resolve(message.result);
        return;
      case 'refusal':
        this.#take(message.callId)?.reject(new VecheError(message.error));
        return;
      case 'news':
        this.#events.onNews(message.conferenceId, message.news);
        return;
      case 'recording':
        this.#events.onRecording(message.news);
        return;
      case 'pong':
        this.#counters = new Map(message.counters);
        return;
      case 'log':
        this.#logger[message.level](message.fields, message.message);
        return;
    }
  }

  #take(callId: number): { resolve(answer: MediaAnswer): void; reject(error: VecheError): void } | undefined {
    const pending = this.#pending.get(callId);
    this.#pending.delete(callId);
    return pending;
  }

  #beat(): void {
    this.#silentMs += limits.workerHeartbeatMs;
    if (this.#silentMs > limits.workerSilenceMaxMs) {
      this.#logger.error(
        { processId: this.#child.pid, silentMs: this.#silentMs },
        'A media worker is silent and is killed',
      );
      this.#child.kill('SIGKILL');
      return;
    }
    this.tell({ type: 'ping', pingId: this.#silentMs });
  }

  #end(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    clearInterval(this.#heartbeat);
    for (const { reject } of this.#pending.values())
      reject(new VecheError('media_restarting', { retryAfterSeconds: 1 }));
    this.#pending.clear();
    this.#events.onExit();
  }
}

/** The child's threads are started later and inherit it. */
function goBeforeOthers({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, niceness);
  } catch {
    // Only root may, or who has CAP_SYS_NICE; without it media is one program among others.
  }
}
