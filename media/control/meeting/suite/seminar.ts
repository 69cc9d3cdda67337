/** A seminar for tests: the owner Olga hosts, Kostya and Kim help, Gleb and Tanja are guests with microphone, camera and screen, Wanja waits at the door. */

import { VecheError } from '@veche/contracts/errors.ts';
import type { ProducerView, Source } from '@veche/contracts/signalling/conference-view.ts';
import type { MethodParams } from '@veche/contracts/signalling/methods.ts';
import type { NotificationName, NotificationParams } from '@veche/contracts/signalling/notifications.ts';
import { type Comer, type LiveMeeting, openMeeting } from '../meeting-state.ts';
import type { DecidedCall, DecidedMethod, MeetingInput, MeetingOutput } from '../meeting-step.ts';
import { stepMeeting } from '../step-meeting.ts';

export type SeminarPerson = 'olga' | 'kostya' | 'kim' | 'gleb' | 'tanja' | 'wanja';

const roomIds = Array.from({ length: 50 }, (_, nth) => `room${nth + 1}`);

/** Whose name is their id. */
export const guestNamed = (participantId: string): Comer => ({
  participantId,
  name: participantId,
  role: 'guest',
  isOwner: false,
  mustWait: false,
  userId: null,
  email: null,
});

/** Goes on from step to step; remembers what the last one put out. */
export class Seminar {
  state: LiveMeeting;
  nowMs = 1_000_000;
  outputs: readonly MeetingOutput[] = [];

  constructor(state?: LiveMeeting) {
    const opening = { conferenceId: 'main', name: 'Seminar', soundMode: 'mixed', lobby: false, media: 'up' } as const;
    this.state = state ?? openMeeting(opening, this.nowMs);
  }

  static begun(): Seminar {
    const seminar = new Seminar();
    seminar.join('olga', { role: 'host', isOwner: true });
    for (const who of ['kostya', 'kim', 'gleb', 'tanja'] as const) seminar.join(who);
    for (const who of ['kostya', 'kim'] as const)
      seminar.call('olga', 'setRole', { participantId: who, role: 'coHost' });
    for (const who of ['kostya', 'gleb', 'tanja'] as const) {
      for (const source of ['microphone', 'camera', 'screen'] as const) seminar.send(who, source);
    }
    seminar.join('wanja', { mustWait: true });
    return seminar;
  }

  join(participantId: string, comer: Partial<Comer> = {}): this {
    return this.step({ type: 'join', comer: { ...guestNamed(participantId), ...comer } });
  }

  leave(participantId: string): this {
    return this.step({ type: 'leave', participantId, reason: 'left' });
  }

  send(participantId: string, source: Source, paused = false): this {
    const kind = source === 'microphone' || source === 'screenSound' ? 'audio' : 'video';
    const producer: ProducerView = { producerId: `${participantId}'s ${source}`, kind, source, paused };
    return this.step({ type: 'produced', participantId, producer });
  }

  call<Name extends DecidedMethod>(by: string, method: Name, params: MethodParams<Name>, seed = 1): this {
    const call = { method, params } as unknown as DecidedCall;
    const made = this.state.breakout.roomsMade;
    const ids = roomIds.map((roomId) => (made === 0 ? roomId : `${roomId}+${made}`));
    return this.step({ type: 'call', by, call, chance: { ids, seed } });
  }

  /** The code of the refusal; undefined = it is done. */
  refuses<Name extends DecidedMethod>(by: string, method: Name, params: MethodParams<Name>): string | undefined {
    try {
      this.call(by, method, params);
      return undefined;
    } catch (error) {
      if (!(error instanceof VecheError)) throw error;
      return error.code;
    }
  }

  pass(ms: number): this {
    this.nowMs += ms;
    return this.step({ type: 'tick' });
  }

  step(input: MeetingInput): this {
    const { state, outputs } = stepMeeting(this.state, input, this.nowMs);
    this.state = state;
    this.outputs = outputs;
    return this;
  }

  of(participantId: string) {
    const participant = this.state.participants.get(participantId);
    if (participant === undefined) throw new Error(`${participantId} is not inside`);
    return participant;
  }

  /** Who is where: `{ main: ['olga'], One: ['gleb'] }`; empty rooms too. */
  whereabouts(): Record<string, string[]> {
    const people = [...this.state.participants.values()];
    const in_ = (roomId: string | null) =>
      people.filter((person) => person.roomId === roomId).map(({ participantId }) => participantId);
    return Object.fromEntries([
      ['main', in_(null)],
      ...this.state.breakout.rooms.map(({ roomId, name }) => [name, in_(roomId)] as const),
    ]);
  }

  roles(): Record<string, string> {
    return Object.fromEntries(
      [...this.state.participants.values()].map(({ participantId, role }) => [participantId, role]),
    );
  }

  /** Of the last step: everybody who was told so, in order of joining, with what they were told. */
  told<Name extends NotificationName>(method: Name): Map<string, NotificationParams<Name>> {
    const said = new Map<string, NotificationParams<Name>>();
    for (const output of this.outputs) {
      if (output.type !== 'tell' || output.notification.method !== method) continue;
      const params = output.notification.params as NotificationParams<Name>;
      for (const participantId of output.to) said.set(participantId, params);
    }
    return said;
  }

  /** Of the last step: streams that the server pauses or closes by itself. */
  ends(type: 'pauseProducer' | 'closeProducer'): string[] {
    return this.outputs.flatMap((output) => (output.type === type ? [output.producerId] : []));
  }
}
