/** Media calls of participants: what the meeting allows goes to the worker, and what came of it into the meeting's state. */
import type { MethodParams, MethodResult } from '@veche/contracts/signalling/methods.ts';
import type { LiveMeeting } from '../control/meeting/meeting-state.ts';
import type { MeetingInput } from '../control/meeting/meeting-step.ts';
import { requireStream } from '../control/meeting/step-meeting.ts';
import { receivesH264 } from '../control/negotiate/receives-h264.ts';
import type { WorkerPool } from './worker-pool.ts';
import type { MediaCall } from './worker-protocol.ts';

/** The meeting as those see it that act on it. Steps of a meeting that is over are without effect. */
export interface SteppedMeeting {
  state(): LiveMeeting;
  step(input: MeetingInput): void;
}

export class MediaCalls {
  readonly #pool: WorkerPool;
  readonly #meeting: SteppedMeeting;

  constructor(pool: WorkerPool, meeting: SteppedMeeting) {
    this.#pool = pool;
    this.#meeting = meeting;
  }

  /** Rejects with a VecheError. */
  async carryOut(participantId: string, call: MediaCall): Promise<unknown> {
    this.#requireStream(participantId, call);
    // Nobody is left without pictures by what was said at the door.
    if (call.method === 'consume' && !receivesH264(call.params.rtpCapabilities)) {
      this.#meeting.step({ type: 'lacksH264', participantId });
    }
    const result = await this.#pool.call(this.#meeting.state().conferenceId, participantId, call);
    switch (call.method) {
      case 'createTransport': {
        const { transportId } = result as MethodResult<'createTransport'>;
        this.#meeting.step({ type: 'transportOpened', participantId, transportId });
        break;
      }
      case 'produce':
        this.#produced(participantId, call.params, (result as MethodResult<'produce'>).producerId);
        break;
      case 'setProducerPaused':
        this.#meeting.step({ type: 'producerPaused', participantId, ...call.params });
        break;
      default:
    }
    return result;
  }

  #requireStream(participantId: string, call: MediaCall): void {
    const meeting = this.#meeting.state();
    if (call.method === 'produce') requireStream(meeting, participantId, call.params);
    if (call.method !== 'setProducerPaused' || call.params.paused) return;
    const { producerId, paused } = call.params;
    const producers = meeting.participants.get(participantId)?.producers;
    const producer = producers?.find((other) => other.producerId === producerId);
    if (producer !== undefined) requireStream(meeting, participantId, { source: producer.source, paused });
  }

  #produced(participantId: string, { kind, source, paused }: MethodParams<'produce'>, producerId: string): void {
    this.#meeting.step({ type: 'produced', participantId, producer: { producerId, kind, source, paused } });
  }
}
