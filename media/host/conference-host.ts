/**
 * One running conference in the parent: keeps the pure state, carries out its outputs over the participants' sockets, and forwards media calls to the worker.
 * A broadcast is written as text once, however many hear it.
 */
import { VecheError } from '@veche/contracts/errors.ts';
import { rpcNotification } from '@veche/contracts/json-rpc.ts';
import { limits } from '@veche/contracts/limits.ts';
import type { SoundMode } from '@veche/contracts/signalling/conference-view.ts';
import type { ClientInstance, MethodParams, MethodResult } from '@veche/contracts/signalling/methods.ts';
import type { Notification } from '@veche/contracts/signalling/notifications.ts';
import type { Clock } from '@veche/kernel/clock.ts';
import {
  type ConferenceInput,
  type ConferenceOutput,
  type LiveConference,
  openConference,
  stepConference,
  viewOf,
} from '../control/live-conference.ts';
import { routerRtpCapabilities } from '../control/router-capabilities.ts';
import type { Place } from './place.ts';
import { Seating, type SignallingLine } from './seating.ts';
import type { WorkerPool } from './worker-pool.ts';
import type { ConferenceNews, MediaCall } from './worker-protocol.ts';

export interface ConferenceHostNeeds {
  readonly pool: WorkerPool;
  readonly clock: Clock;
  /** Nobody is in any more, or it was ended: forget it. */
  onOver(): void;
}

export class ConferenceHost {
  readonly #needs: ConferenceHostNeeds;
  readonly #seating = new Seating();
  #state: LiveConference;
  readonly #endsAtMs: number | undefined;
  #isOver = false;

  constructor(
    place: Pick<Place, 'conferenceId' | 'conferenceName' | 'soundMode' | 'endsAtMs'>,
    needs: ConferenceHostNeeds,
  ) {
    this.#needs = needs;
    this.#endsAtMs = place.endsAtMs;
    const isPlaced = needs.pool.place(place.conferenceId);
    this.#state = openConference(
      place.conferenceId,
      place.conferenceName,
      place.soundMode,
      isPlaced ? 'up' : 'lost',
      needs.clock.nowMs(),
    );
  }

  get participants(): number {
    return this.#state.participants.size;
  }

  /**
   * Answers whether the place was taken: not by a join that comes after a newer one of the same client. `answer` gets the join result before
   * anything else reaches the line. Throws `conference_full`.
   */
  enter(
    place: Place,
    line: SignallingLine,
    instance: ClientInstance | undefined,
    answer: (result: MethodResult<'join'>) => void,
  ): boolean {
    const { participantId, name, role } = place;
    if (this.#seating.isLate(participantId, instance)) return false;
    const isKnown = this.#state.participants.has(participantId);
    // The host always gets in: somebody must be able to make room.
    if (!isKnown && role !== 'host' && this.#state.participants.size >= limits.participantsPerConference) {
      throw new VecheError('conference_full', { retryAfterSeconds: 10 });
    }
    const { state, outputs } = stepConference(
      this.#state,
      { type: 'join', participantId, name, role },
      this.#needs.clock.nowMs(),
    );
    this.#state = state;
    const sendFormerAway = this.#seating.sit(participantId, line, instance);
    answer(this.#joinResult(participantId));
    for (const output of outputs) {
      if (output.type === 'displaced') sendFormerAway?.();
      else this.#carryOut(output);
    }
    return true;
  }

  /** `line` tells whether the socket that was lost is still the participant's own. */
  lost(participantId: string, line: SignallingLine, leavingPage: boolean): void {
    if (this.#seating.stand(participantId, line)) this.#step({ type: 'socketLost', participantId, leavingPage });
  }

  /** Gives the place up for good, whether the participant is connected or waited for. */
  leave(participantId: string, reason: 'left' | 'signedOut' = 'left'): void {
    this.#seating.remove(participantId)?.end(reason);
    this.#step({ type: 'leave', participantId });
  }

  rename(participantId: string, name: string): void {
    this.#step({ type: 'rename', participantId, name });
  }

  /** Rejects with a VecheError. */
  async call(participantId: string, call: MediaCall): Promise<unknown> {
    const { pool } = this.#needs;
    const result = await pool.call(this.#state.conferenceId, participantId, call);
    switch (call.method) {
      case 'createTransport':
        this.#step({
          type: 'transportOpened',
          participantId,
          transportId: (result as MethodResult<'createTransport'>).transportId,
        });
        break;
      case 'produce':
        this.#produced(participantId, call.params, (result as MethodResult<'produce'>).producerId);
        break;
      case 'setProducerPaused':
        this.#step({ type: 'producerPaused', participantId, ...call.params });
        break;
      default:
    }
    return result;
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

  tick(): void {
    if (this.#endsAtMs !== undefined && this.#needs.clock.nowMs() >= this.#endsAtMs) this.end();
    this.#step({ type: 'tick' });
  }

  nameOf(participantId: string): string | undefined {
    return this.#state.participants.get(participantId)?.name;
  }

  isHost(participantId: string): boolean {
    return this.#state.participants.get(participantId)?.role === 'host';
  }

  /** For everybody, at once. */
  end(): void {
    if (this.#isOver) return;
    const lines = this.#seating.lines();
    this.#seating.clear();
    for (const line of lines) line.end('endedForAll');
    this.#over();
  }

  #produced(participantId: string, { kind, source, paused }: MethodParams<'produce'>, producerId: string): void {
    this.#step({ type: 'produced', participantId, producer: { producerId, kind, source, paused } });
  }

  #joinResult(participantId: string): MethodResult<'join'> {
    const { conferenceId, name, startedAtMs, soundMode, participants, mediaEpoch } = this.#state;
    return {
      participantId,
      conference: { conferenceId, name, startedAtMs, soundMode },
      participants: [...participants.values()].map(viewOf),
      routerRtpCapabilities: routerRtpCapabilities(),
      mediaEpoch,
      transportIds: [...(participants.get(participantId)?.transportIds ?? [])],
    };
  }

  #step(input: ConferenceInput): void {
    if (this.#isOver) return;
    const { state, outputs } = stepConference(this.#state, input, this.#needs.clock.nowMs());
    this.#state = state;
    for (const output of outputs) this.#carryOut(output);
  }

  #carryOut(output: ConferenceOutput): void {
    switch (output.type) {
      case 'tell':
        this.#seating.line(output.participantId)?.send(frameOf(output.notification));
        return;
      case 'tellAll': {
        const frame = frameOf(output.notification);
        for (const line of this.#seating.lines(output.except)) line.send(frame);
        return;
      }
      case 'removeMedia':
        this.#seating.remove(output.participantId);
        this.#needs.pool.removeParticipant(this.#state.conferenceId, output.participantId);
        return;
      case 'emptied':
        this.#over();
        return;
      case 'displaced':
        return;
    }
  }

  #over(): void {
    this.#isOver = true;
    this.#needs.pool.release(this.#state.conferenceId);
    this.#needs.onOver();
  }
}

const frameOf = ({ method, params }: Notification): string => rpcNotification(method, params);
