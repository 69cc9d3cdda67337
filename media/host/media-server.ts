/** The media server as the program sees it: give it sockets, ask it what is live, drain it, close it. */
import { VecheError } from '@veche/contracts/errors.ts';
import type { RecordingAction } from '@veche/contracts/recording/recording-status.ts';
import type { RecordingAnswer } from '@veche/contracts/rest/recordings.ts';
import type { RoomView } from '@veche/contracts/signalling/breakout-view.ts';
import type { Role, SoundMode } from '@veche/contracts/signalling/conference-view.ts';
import type { Clock } from '@veche/kernel/clock.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import type { Random } from '@veche/kernel/random.ts';
import { FrameBudgets } from '@veche/rpc/frame-budget.ts';
import type { Wire } from '@veche/rpc/outgoing.ts';
import type { WebSocket } from 'ws';
import type { PreparedRooms } from '../control/meeting/meeting-step.ts';
import type { VideoPolicy } from '../control/meeting/video-codec.ts';
import type { Whereabouts } from '../control/meeting/whereabouts.ts';
import { ConferenceHost } from './conference-host.ts';
import type { Attendance, LiveRecord } from './live-record.ts';
import { carryOutCall } from './method-handlers.ts';
import { type MetricSample, mediaMetrics } from './metrics.ts';
import type { Place } from './place.ts';
import { type RecordingKeeper, RecordingLine } from './recording-line.ts';
import { participantsRates } from './signalling-contract.ts';
import { SignallingSession } from './signalling-session.ts';
import { WorkerPool, type WorkerPoolSettings } from './worker-pool.ts';

export type { Whereabouts } from '../control/meeting/whereabouts.ts';
export type { Attendance, LiveRecord } from './live-record.ts';
export type { MetricSample } from './metrics.ts';
export type { Place } from './place.ts';
export type { RecordingKeeper } from './recording-line.ts';

export interface MediaServerNeeds {
  /** Undefined = the token is good for nothing (any more). */
  redeemPlace(participantToken: string): Promise<Place | undefined>;
  /** A host pressed "end for all". */
  conferenceEnded(conferenceId: string): Promise<void>;
  /** A host chose how the meeting's sound comes to everybody. */
  soundModeChosen(conferenceId: string, mode: SoundMode): Promise<void>;
  /** A host chose whether newcomers wait, so that it outlives this server. */
  lobbyChosen(conferenceId: string, lobby: boolean): Promise<void>;
  /** A host put somebody out: their place is void, and they get no other. Resolves when that is durable. */
  participantRemoved(conferenceId: string, participantId: string): Promise<void>;
  /** Every one of these rooms is a conference with this parent and this name. Resolves when that is durable. */
  roomsKept(conferenceId: string, rooms: readonly RoomView[]): Promise<void>;
  /** A token for the chat of a room, good for this participant. */
  openRoomChat(conferenceId: string, roomId: string, participantId: string): Promise<string>;
  /**
   * The seed's `live_conference`: what stands now. The last one that is told counts; at most about one a second of one meeting, and what
   * hosts decide. Resolves when it is written.
   */
  liveChanged(live: LiveRecord): Promise<void>;
  /** Somebody came, went, or took another name. */
  attended(event: Attendance): void;
  /** Resolves when all that was told so is durable, or cannot be in short time. */
  attendanceSettled(): Promise<void>;
  /** Somebody in this room, or in the main room of this meeting, has another role from now on. */
  roleChanged(conferenceId: string, participantId: string, role: Role): void;
  readonly recordings: RecordingKeeper;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly random: Random;
}

/** `listenAddresses`: as in `['0.0.0.0', '::']`. `announcedAddresses`: `[]` = find out. */
export interface MediaServerSettings extends WorkerPoolSettings {
  /** Absent = as everybody inside can, after the usual quiet time. */
  readonly video?: VideoPolicy;
}

export interface MediaHealth {
  readonly workers: number;
  readonly workersUp: number;
  readonly conferences: number;
  readonly participants: number;
}

/** Where a socket comes from. */
export interface SignallingRemote {
  readonly wire: Wire;
  readonly address: string;
  readonly language: 'en' | 'ru';
  /** Called once, when the socket holds a place. */
  joined?(): void;
}

export interface MediaServer {
  /** Takes over an open socket. */
  accept(socket: WebSocket, remote: SignallingRemote): void;
  /** Of the whole meeting, whatever rooms they are in. `locked`: nobody new comes in. */
  live(conferenceId: string): { readonly participants: number; readonly locked: boolean } | undefined;
  /** `conferenceId`: a meeting's or a room's. undefined = it does not go on here. */
  whereabouts(conferenceId: string, participantId: string): Whereabouts | undefined;
  /** As everybody in the room or meeting sees it now; undefined = they are not there. */
  participantName(conferenceId: string, participantId: string): string | undefined;
  endConference(conferenceId: string, reason: 'endedForAll'): void;
  /** Without effect when nobody is inside. */
  setSoundMode(conferenceId: string, mode: SoundMode): void;
  setLobby(conferenceId: string, lobby: boolean): void;
  /** Without effect once somebody is inside. */
  prepareRooms(conferenceId: string, plan: PreparedRooms): void;
  /** Resolves when what an earlier life of the server had recorded is where it is kept. */
  leftoversShipped(): Promise<void>;
  /** It goes on here, or its end is still to be told, behind its last chunk. */
  isRecording(recordingId: string): boolean;
  /** Of a meeting, or of one of its rooms, in which somebody is. Rejects with `nobody_to_record`, `not_recording`, and what the keeper says. */
  record(conferenceId: string, action: RecordingAction): Promise<RecordingAnswer>;
  /** Puts somebody out whose place is void; without effect when they are not in. */
  removeParticipant(conferenceId: string, participantId: string, reason?: 'signedOut' | 'removed'): void;
  /** Looks at once at what time has done to places that are held and rooms that close; done twice a second by itself. */
  tick(): void;
  health(): MediaHealth;
  metrics(): Promise<readonly MetricSample[]>;
  /** Sends everybody away to come back later, and waits until they are gone, `deadlineMs` at most. Nobody is let in any more. */
  drain(deadlineMs: number): Promise<void>;
  close(): Promise<void>;
  /** Of the workers, for tests and for operators. */
  workerProcessIds(): readonly number[];
}

/** How often places that are held are looked at. */
const tickMs = 500;

/** Resolves when all workers listen; rejects in words when one cannot. */
export async function startMediaServer(settings: MediaServerSettings, needs: MediaServerNeeds): Promise<MediaServer> {
  const server = new RunningMediaServer(settings, needs);
  await server.start();
  return server;
}

class RunningMediaServer implements MediaServer {
  readonly #needs: MediaServerNeeds;
  readonly #video: VideoPolicy | undefined;
  readonly #pool: WorkerPool;
  readonly #conferences = new Map<string, ConferenceHost>();
  /** Where rooms were found last. */
  readonly #byRoom = new Map<string, ConferenceHost>();
  readonly #sessions = new Set<SignallingSession>();
  readonly #recordings: RecordingLine;
  readonly #budgets = new FrameBudgets(participantsRates);
  #ticking: NodeJS.Timeout | undefined;
  #isDraining = false;

  constructor(settings: MediaServerSettings, needs: MediaServerNeeds) {
    this.#needs = needs;
    this.#video = settings.video;
    this.#pool = new WorkerPool(settings, needs, {
      onNews: (conferenceId, news) => this.#conferences.get(conferenceId)?.hear(news),
      onMediaLost: (conferenceId) => this.#conferences.get(conferenceId)?.mediaLost(),
      onMediaBack: (conferenceId) => this.#conferences.get(conferenceId)?.mediaBack(),
      onRecording: (news) => this.#recordings.hear(news),
      onWorkerLost: (worker) => this.#recordings.workerLost(worker),
      loadOf: (conferenceId) => this.#conferences.get(conferenceId)?.participants ?? 0,
    });
    this.#recordings = new RecordingLine(needs.recordings, this.#pool, {
      folder: settings.spoolFolder,
      logger: needs.logger,
      clock: needs.clock,
    });
  }

  async start(): Promise<void> {
    // What was left behind is taken up before anybody spools anything.
    await this.#recordings.start();
    await this.#pool.start();
    this.#ticking = setInterval(() => this.tick(), tickMs);
  }

  tick(): void {
    for (const conference of [...this.#conferences.values()]) conference.tick();
    this.#recordings.tick();
    this.#budgets.forgetRested(this.#needs.clock.nowMs());
  }

  accept(socket: WebSocket, remote: SignallingRemote): void {
    const { clock, logger } = this.#needs;
    const { wire, address, language } = remote;
    const session: SignallingSession = new SignallingSession(socket, wire, language, {
      clock,
      logger: logger.child({ address }),
      join: async ({ participantToken, instance, videoCodecs }, line, answer) => {
        if (this.#isDraining) throw new VecheError('shutting_down', { retryAfterSeconds: 5 });
        const place = await this.#needs.redeemPlace(participantToken);
        if (place === undefined) throw new VecheError('participant_token_invalid');
        if (this.#isDraining) throw new VecheError('shutting_down', { retryAfterSeconds: 5 });
        // Closed while the token was looked up: it must not take the place from the socket that was opened instead.
        if (!line.isOpen) throw new VecheError('not_joined');
        const conference = this.#conferenceOf(place);
        if (!conference.enter({ ...place, speaksH264: videoCodecs?.includes('h264') }, line, instance, answer)) {
          line.giveWay();
          throw new VecheError('joined_elsewhere');
        }
        remote.joined?.();
        return {
          budget: this.#budgets.of(place.participantId, clock.nowMs()),
          call: (call) => carryOutCall({ place, conference, services: this.#needs }, call),
          lost: (leavingPage) => conference.lost(place.participantId, line, leavingPage),
        };
      },
      onClosed: () => this.#sessions.delete(session),
    });
    this.#sessions.add(session);
  }

  live(conferenceId: string): { readonly participants: number; readonly locked: boolean } | undefined {
    const conference = this.#conferences.get(conferenceId);
    return conference && { participants: conference.participants, locked: conference.isLocked };
  }

  whereabouts(conferenceId: string, participantId: string): Whereabouts | undefined {
    return this.#holding(conferenceId)?.whereabouts(participantId, conferenceId);
  }

  participantName(conferenceId: string, participantId: string): string | undefined {
    return this.#holding(conferenceId)?.nameOf(participantId, conferenceId);
  }

  endConference(conferenceId: string, _reason: 'endedForAll'): void {
    this.#conferences.get(conferenceId)?.end();
  }

  setSoundMode(conferenceId: string, mode: SoundMode): void {
    this.#conferences.get(conferenceId)?.setSoundMode(mode);
  }

  setLobby(conferenceId: string, lobby: boolean): void {
    this.#conferences.get(conferenceId)?.setLobby(lobby);
  }

  prepareRooms(conferenceId: string, plan: PreparedRooms): void {
    this.#conferences.get(conferenceId)?.prepareRooms(plan);
  }

  leftoversShipped(): Promise<void> {
    return this.#recordings.leftoversShipped;
  }

  isRecording(recordingId: string): boolean {
    return this.#recordings.has(recordingId);
  }

  async record(conferenceId: string, action: RecordingAction): Promise<RecordingAnswer> {
    const conference = this.#holding(conferenceId);
    if (conference === undefined || conference.participants === 0) throw new VecheError('nobody_to_record');
    return await conference.record(null, conferenceId === conference.conferenceId ? null : conferenceId, action);
  }

  removeParticipant(conferenceId: string, participantId: string, reason: 'signedOut' | 'removed' = 'signedOut'): void {
    this.#conferences.get(conferenceId)?.leave(participantId, reason);
  }

  health(): MediaHealth {
    let participants = 0;
    for (const conference of this.#conferences.values()) participants += conference.participants;
    return {
      workers: this.#pool.workers,
      workersUp: this.#pool.workersUp,
      conferences: this.#conferences.size,
      participants,
    };
  }

  async metrics(): Promise<readonly MetricSample[]> {
    return mediaMetrics(this.health(), this.#sessions.size, this.#pool.counters());
  }

  async drain(deadlineMs: number): Promise<void> {
    this.#isDraining = true;
    const sockets = [...this.#sessions];
    for (const session of sockets) session.restart();
    const gone = Promise.all(sockets.map((session) => session.closed));
    let patience: NodeJS.Timeout | undefined;
    await Promise.race([gone, new Promise((resolve) => (patience = setTimeout(resolve, deadlineMs)))]);
    clearTimeout(patience);
  }

  async close(): Promise<void> {
    this.#isDraining = true;
    clearInterval(this.#ticking);
    for (const session of [...this.#sessions]) session.restart();
    await this.#pool.close();
    await this.#recordings.close();
  }

  workerProcessIds(): readonly number[] {
    return this.#pool.processIds;
  }

  #conferenceOf(place: Place): ConferenceHost {
    const known = this.#conferences.get(place.conferenceId);
    if (known !== undefined) return known;
    const { conferenceId } = place;
    const needs = this.#needs;
    const conference: ConferenceHost = new ConferenceHost(place, {
      pool: this.#pool,
      recordings: this.#recordings,
      clock: needs.clock,
      random: needs.random,
      video: this.#video,
      logger: needs.logger.child({ conferenceId }),
      liveChanged: (live) => needs.liveChanged(live),
      attended: (event) => needs.attended(event),
      roleChanged: (roomId, participantId, role) => needs.roleChanged(roomId, participantId, role),
      roomsKept: (rooms) => needs.roomsKept(conferenceId, rooms),
      onOver: () => {
        this.#conferences.delete(conferenceId);
        for (const { roomId } of conference.rooms) this.#byRoom.delete(roomId);
      },
    });
    this.#conferences.set(conferenceId, conference);
    return conference;
  }

  /** The meeting that this is the id of, or of one of its rooms. */
  #holding(conferenceId: string): ConferenceHost | undefined {
    const meeting = this.#conferences.get(conferenceId);
    if (meeting !== undefined) return meeting;
    // Asked for each listener of each message in a room's chat.
    const has = (conference: ConferenceHost) => conference.rooms.some(({ roomId }) => roomId === conferenceId);
    const before = this.#byRoom.get(conferenceId);
    if (before !== undefined && this.#conferences.get(before.conferenceId) === before && has(before)) return before;
    this.#byRoom.delete(conferenceId);
    const found = [...this.#conferences.values()].find(has);
    if (found !== undefined) this.#byRoom.set(conferenceId, found);
    return found;
  }
}
