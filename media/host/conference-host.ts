/**
 * One running meeting in the parent: keeps the pure state, carries out its outputs over the participants' sockets, and forwards media calls to the worker.
 * A broadcast is written as text once, however many hear it.
 */
import { VecheError } from '@veche/contracts/errors.ts';
import type { RecordingAction } from '@veche/contracts/recording/recording-status.ts';
import type { RecordingAnswer } from '@veche/contracts/rest/recordings.ts';
import type { RoomView } from '@veche/contracts/signalling/breakout-view.ts';
import type { Role, SoundMode } from '@veche/contracts/signalling/conference-view.ts';
import type { ClientInstance, MethodResult } from '@veche/contracts/signalling/methods.ts';
import { isHost, type StandingMethod } from '@veche/contracts/signalling/permissions.ts';
import type { Clock } from '@veche/kernel/clock.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import type { Random } from '@veche/kernel/random.ts';
import { type Comer, type LiveMeeting, openMeeting, standingOf } from '../control/meeting/meeting-state.ts';
import type {
  Chance,
  DecidedCall,
  LeaveReason,
  MeetingInput,
  MeetingOutput,
  MeetingStep,
  PreparedRooms,
} from '../control/meeting/meeting-step.ts';
import { runningIn } from '../control/meeting/recording.ts';
import { requirePermission, stepMeeting } from '../control/meeting/step-meeting.ts';
import type { VideoPolicy } from '../control/meeting/video-codec.ts';
import { insideOf, outsideOf } from '../control/meeting/views.ts';
import { nameIn, type Whereabouts, whereaboutsOf } from '../control/meeting/whereabouts.ts';
import { routerRtpCapabilities } from '../control/router-capabilities.ts';
import { chanceOf, noChance } from './chance.ts';
import { ConferenceRecordings } from './conference-recordings.ts';
import type { Attendance, LiveRecord } from './live-record.ts';
import { LiveRecords } from './live-records.ts';
import { LoudCalls } from './loud-calls.ts';
import { MediaCalls } from './media-calls.ts';
import { frameOf } from './notification-frame.ts';
import type { Place } from './place.ts';
import type { RecordingLine } from './recording-line.ts';
import { Seating, type SignallingLine } from './seating.ts';
import type { WorkerPool } from './worker-pool.ts';
import type { ConferenceNews, MediaCall } from './worker-protocol.ts';

export interface ConferenceHostNeeds {
  readonly pool: WorkerPool;
  readonly recordings: RecordingLine;
  readonly clock: Clock;
  readonly random: Random;
  /** Absent = as everybody can. */
  readonly video?: VideoPolicy | undefined;
  liveChanged(live: LiveRecord): Promise<void>;
  attended(event: Attendance): void;
  /** `roomId`: the meeting's own id is the main room. */
  roleChanged(roomId: string, participantId: string, role: Role): void;
  /** Resolves when these rooms are written down. */
  roomsKept(rooms: readonly RoomView[]): Promise<void>;
  readonly logger: Logger;
  /** Nobody is in any more, or it was ended: forget it. */
  onOver(): void;
}

export class ConferenceHost {
  readonly #needs: ConferenceHostNeeds;
  readonly #seating = new Seating();
  readonly #loudCalls = new LoudCalls();
  readonly #records: LiveRecords;
  readonly #media: MediaCalls;
  readonly #recordings: ConferenceRecordings;
  readonly #endsAtMs: number | undefined;
  #state: LiveMeeting;
  #keptRooms: readonly RoomView[];
  #keeping: Promise<void> = Promise.resolve();
  #isOver = false;

  constructor(
    { conferenceId, conferenceName, soundMode, lobby, kept, endsAtMs }: Omit<Place, keyof Comer>,
    needs: ConferenceHostNeeds,
  ) {
    this.#needs = needs;
    this.#endsAtMs = endsAtMs;
    const media = needs.pool.place(conferenceId) ? 'up' : 'lost';
    const opening = { conferenceId, name: conferenceName, soundMode, lobby, media, kept, video: needs.video } as const;
    this.#state = openMeeting(opening, needs.clock.nowMs());
    const { rooms } = this.#state.breakout;
    // Those of an earlier life may not have been written down in time: they are once more.
    this.#keptRooms = rooms.length === 0 ? rooms : [];
    this.#records = new LiveRecords(this.#state, (live) => needs.liveChanged(live));
    const meeting = {
      state: () => this.#state,
      step: (input: MeetingInput) => this.#step(input),
      settled: () => this.#records.settle(this.#state, this.#needs.clock.nowMs()),
    };
    this.#media = new MediaCalls(needs.pool, meeting);
    this.#recordings = new ConferenceRecordings(needs.recordings, meeting, needs.clock);
    if (media === 'up') this.#recordings.obey(runningIn(this.#state));
  }

  get participants(): number {
    return this.#state.participants.size;
  }

  get conferenceId(): string {
    return this.#state.conferenceId;
  }

  get isLocked(): boolean {
    return this.#state.policy.locked;
  }

  get rooms(): readonly RoomView[] {
    return this.#state.breakout.rooms;
  }

  /**
   * Answers whether the place was taken: not by a join that comes after a newer one of the same client. `answer` gets the join result before
   * anything else reaches the line. Throws `conference_full`, `meeting_locked`, `removed_from_meeting`.
   */
  enter(
    place: Place & Pick<Comer, 'speaksH264'>,
    line: SignallingLine,
    instance: ClientInstance | undefined,
    answer: (result: MethodResult<'join'>) => void,
  ): boolean {
    const { participantId } = place;
    if (this.#seating.isLate(participantId, instance)) return false;
    const nowMs = this.#needs.clock.nowMs();
    const step = this.#letIn(place, nowMs);
    this.#state = step.state;
    const sendFormerAway = this.#seating.sit(participantId, line, instance);
    answer(this.#joinResult(participantId));
    for (const output of step.outputs) {
      if (output.type === 'displaced') sendFormerAway?.();
      else this.#carryOut(output);
    }
    this.#records.changed(this.#state, nowMs);
    return true;
  }

  /** `line` tells whether the socket that was lost is still the participant's own. */
  lost(participantId: string, line: SignallingLine, leavingPage: boolean): void {
    if (this.#seating.stand(participantId, line)) this.#step({ type: 'socketLost', participantId, leavingPage });
  }

  /** Gives the place up for good, whether the participant is connected or waited for. */
  leave(participantId: string, reason: LeaveReason = 'left'): void {
    this.#step({ type: 'leave', participantId, reason });
  }

  /** Whatever they have become meanwhile. Resolves when it is written down. */
  async putOut(participantId: string): Promise<void> {
    this.leave(participantId, 'removed');
    await this.#records.settle(this.#state, this.#needs.clock.nowMs());
  }

  /** Throws `not_joined`, `waiting_for_host`, `not_a_host`, `not_the_host`, `too_many_requests`. */
  requirePermission(participantId: string, method: StandingMethod): void {
    requirePermission(this.#state, participantId, method);
    const standing = standingOf(this.#state, participantId) ?? 'guest';
    if (!isHost(standing)) this.#loudCalls.take(participantId, method, this.#needs.clock.nowMs());
  }

  /** Throws what `decide` would reject with, and changes nothing. */
  requireDecidable(by: string, call: DecidedCall): void {
    stepMeeting(this.#state, { type: 'call', by, call, chance: noChance }, this.#needs.clock.nowMs());
  }

  /** What the meeting decides by itself: done at once; what hosts decide is answered when it is written down. Rejects with a VecheError; then nothing has changed. */
  async decide(by: string, call: DecidedCall): Promise<Pick<MeetingStep, 'roomIds'>> {
    const chance: Chance = chanceOf(this.#needs.random, call);
    const step = this.#stepOrThrow({ type: 'call', by, call, chance });
    this.keepRooms().catch((err: unknown) => this.#needs.logger.error({ err }, 'Rooms could not be written down yet'));
    const role = this.#state.participants.get(by)?.role ?? 'guest';
    if (isHost(role)) await this.#records.settle(this.#state, this.#needs.clock.nowMs());
    return step;
  }

  /** Resolves when the rooms are written down as they are now. */
  keepRooms(): Promise<void> {
    const { rooms } = this.#state.breakout;
    if (rooms !== this.#keptRooms) {
      this.#keptRooms = rooms;
      this.#keeping = this.#needs.roomsKept(rooms).catch((error: unknown) => {
        // Whoever asks next tries again.
        if (this.#keptRooms === rooms) this.#keptRooms = [];
        throw error;
      });
    }
    return this.#keeping;
  }

  /** The room that somebody is in. Throws `not_in_a_room`. */
  roomIdOf(participantId: string): string {
    const roomId = this.#state.participants.get(participantId)?.roomId ?? null;
    if (roomId === null) throw new VecheError('not_in_a_room');
    return roomId;
  }

  /** null = the main room. */
  whereOf(participantId: string): string | null {
    return this.#state.participants.get(participantId)?.roomId ?? null;
  }

  /** By the participant themselves. Rejects with a VecheError. */
  call(participantId: string, call: MediaCall): Promise<unknown> {
    if (call.method === 'setProducerPaused' && call.params.paused) {
      this.#step({ type: 'mutesSelf', participantId, producerId: call.params.producerId });
    }
    return this.#media.carryOut(participantId, call);
  }

  /** Of the room that somebody is in, or of one that a script names. Rejects with a VecheError. */
  record(by: string | null, roomId: string | null, action: RecordingAction): Promise<RecordingAnswer> {
    return this.#recordings.record(by, roomId, action);
  }

  hear(news: ConferenceNews): void {
    this.#step(news);
  }

  mediaLost(): void {
    this.#step({ type: 'mediaLost' });
  }

  mediaBack(): void {
    this.#step({ type: 'mediaBack' });
  }

  setSoundMode(mode: SoundMode): void {
    this.#step({ type: 'soundMode', mode });
  }

  setLobby(lobby: boolean): void {
    this.#step({ type: 'lobby', lobby });
  }

  /** Without effect once somebody is inside: then hosts have the rooms in hand. */
  prepareRooms(plan: PreparedRooms): void {
    this.#step({ type: 'roomsPrepared', plan });
    // Whoever prepared them has written them down.
    if (this.participants === 0) this.#keptRooms = this.rooms;
  }

  tick(): void {
    const nowMs = this.#needs.clock.nowMs();
    if (this.#endsAtMs !== undefined && nowMs >= this.#endsAtMs) this.end();
    this.#step({ type: 'tick' });
    this.#records.tick(this.#state, nowMs);
  }

  /** `conferenceId`: of one of the rooms; the main room's is the meeting's. */
  nameOf(participantId: string, conferenceId: string): string | undefined {
    return nameIn(this.#state, participantId, conferenceId);
  }

  whereabouts(participantId: string, conferenceId: string): Whereabouts {
    return whereaboutsOf(this.#state, participantId, conferenceId);
  }

  /** For everybody, at once. */
  end(): void {
    if (this.#isOver) return;
    const lines = this.#seating.lines();
    const nowMs = this.#needs.clock.nowMs();
    for (const { participantId, userId, name } of this.#state.participants.values()) {
      this.#attended({ event: 'left', participantId, userId, name }, nowMs);
    }
    this.#seating.clear();
    for (const line of lines) line.end('endedForAll');
    this.#over();
  }

  /** Where nobody else is inside or at the door, a meeting whose door stays shut does not go on. */
  #letIn(comer: Comer, nowMs: number): MeetingStep {
    try {
      return stepMeeting(this.#state, { type: 'join', comer }, nowMs);
    } catch (error) {
      if (this.#state.participants.size + this.#state.waiting.size === 0) this.#close();
      throw error;
    }
  }

  #joinResult(participantId: string): MethodResult<'join'> {
    const participant = this.#state.participants.get(participantId);
    return {
      participantId,
      standing: participant?.role ?? 'waiting',
      ...(participant === undefined ? outsideOf(this.#state) : insideOf(this.#state, participant)),
      nowMs: this.#needs.clock.nowMs(),
      routerRtpCapabilities: routerRtpCapabilities(),
      transportIds: [...(participant?.transportIds ?? [])],
    };
  }

  #step(input: MeetingInput): void {
    if (!this.#isOver) this.#stepOrThrow(input);
  }

  #stepOrThrow(input: MeetingInput): MeetingStep {
    if (this.#isOver) throw new VecheError('conference_ended');
    const nowMs = this.#needs.clock.nowMs();
    const before = this.#state;
    const step = stepMeeting(before, input, nowMs);
    this.#state = step.state;
    for (const output of step.outputs) this.#carryOut(output);
    this.#recordings.changed(before, this.#state);
    this.#records.changed(this.#state, nowMs);
    return step;
  }

  #carryOut(output: MeetingOutput): void {
    const { pool, clock } = this.#needs;
    const { conferenceId } = this.#state;
    switch (output.type) {
      case 'tell': {
        const frame = frameOf(output.notification);
        for (const participantId of output.to) this.#seating.line(participantId)?.send(frame);
        return;
      }
      case 'putOut':
        this.#seating.remove(output.participantId)?.end(output.reason);
        return;
      case 'removeMedia':
        this.#seating.remove(output.participantId);
        this.#loudCalls.forget(output.participantId);
        pool.removeParticipant(conferenceId, output.participantId);
        return;
      case 'moveMedia':
        pool.moveParticipants(
          conferenceId,
          output.moves.map(({ participantId, roomId }) => ({ participantId, roomId: roomId ?? conferenceId })),
        );
        return;
      case 'pauseProducer': {
        const { participantId, producerId } = output;
        this.#ownCall(participantId, { method: 'setProducerPaused', params: { producerId, paused: true } });
        return;
      }
      case 'closeProducer': {
        const { participantId, producerId } = output;
        this.#ownCall(participantId, { method: 'closeProducer', params: { producerId } });
        return;
      }
      case 'record':
        this.#recordings.obey(output.recordings);
        return;
      case 'attended':
        this.#attended(output, clock.nowMs());
        return;
      case 'roleChanged':
        this.#needs.roleChanged(output.roomId ?? conferenceId, output.participantId, output.role);
        return;
      case 'emptied':
        this.#over();
        return;
      case 'displaced':
        return;
    }
  }

  /** A producer that is gone meanwhile needs nothing more. */
  #ownCall(participantId: string, call: MediaCall): void {
    this.#media.carryOut(participantId, call).catch(() => undefined);
  }

  #attended(
    { event, participantId, userId, name }: Omit<Extract<MeetingOutput, { type: 'attended' }>, 'type'>,
    atMs: number,
  ): void {
    const { conferenceId } = this.#state;
    this.#needs.attended({ type: event, conferenceId, participantId, userId, name, atMs });
  }

  #over(): void {
    this.#recordings.over();
    this.#close();
    void this.#records.flush(this.#state, this.#needs.clock.nowMs());
  }

  #close(): void {
    this.#isOver = true;
    this.#recordings.close();
    this.#needs.pool.release(this.#state.conferenceId);
    this.#needs.onOver();
  }
}
