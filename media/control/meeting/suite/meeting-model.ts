/**
 * The meeting held against what must always be true, whatever happens in whatever order. Beside the state it keeps what everybody outside has been told:
 * each client's view, and where the media worker was told that people are; both must agree with the state after every step.
 * - I1 The owner always gets in. I2 Whoever was put out never does. I3 Nobody's role changes but by what is meant to change it; there is at most one host.
 * - I12 Pictures have a codec that everybody inside has. I13 The worker records what is said to be recorded.
 * - I4 Everybody is in exactly one place, and in a room only while rooms are open. I5 Closing leaves nobody behind.
 * - I6 Clients know the truth. I7 The worker knows it too. I8 Who waits hears nothing of the inside. I9 A call is refused exactly as the table says, and a refusal
 *   changes nothing. I11 Doors and rooms let in exactly whom they should. I10 After "mute all" no guest there is heard.
 */
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import type { Role } from '@veche/contracts/signalling/conference-view.ts';
import { keptMeetingOf } from '@veche/contracts/signalling/kept-meeting.ts';
import { isHost, refusal } from '@veche/contracts/signalling/permissions.ts';
import { invariant } from '@veche/kernel/invariant.ts';
import { keptOf } from '../keeping.ts';
import { type Comer, type LiveMeeting, openMeeting, standingOf } from '../meeting-state.ts';
import type { DecidedCall, MeetingInput, MeetingOutput } from '../meeting-step.ts';
import { stepMeeting } from '../step-meeting.ts';
import { videoCodecOf } from '../video-codec.ts';
import { insideOf } from '../views.ts';
import { type Cast, doerOf, meantBy, mustWait } from './cast.ts';
import { type Known, knownAfter, knownFrom } from './client-view.ts';
import { type Action, callOf } from './meeting-actions.ts';
import { RecordedRooms, recordingInput } from './recorded-rooms.ts';
import { enteringRefused, expectedAtTheDoor, requireOnlyNamedChanges } from './rules-in-other-words.ts';

const meetingId = 'meeting';
const ownerId = 'olga';
const cast: Cast = { ownerId, guestIds: ['anna', 'boris', 'vera', 'gleb', 'dina', 'egor'] };

export class MeetingModel {
  #nowMs = 1_000_000;
  #state: LiveMeeting = openMeeting(
    { conferenceId: meetingId, name: 'Standup', soundMode: 'mixed', lobby: false, media: 'up' },
    this.#nowMs,
  );
  readonly #known = new Map<string, Known>();
  readonly #workerRooms = new Map<string, string | null>();
  readonly #putOut = new Set<string>();
  readonly #seen = new Map<string, number>();
  /** Who has a socket that was not told to close. */
  readonly #sockets = new Set<string>();
  readonly #recorded = new RecordedRooms();
  #rooms = 0;
  #producers = 0;

  /** `started`: the owner and four guests are inside, and perhaps in rooms. Answers what was seen to happen. */
  run(started: 'empty' | 'inside' | 'inRooms', actions: readonly Action[]): ReadonlyMap<string, number> {
    if (started !== 'empty') for (const who of [ownerId, ...cast.guestIds.slice(0, 4)]) this.#join(who);
    const rooms = started === 'inRooms' ? (['createRooms', 'open'] as const) : [];
    const opening = rooms.map((name): Action => ({ name, who: 6, what: 1 }));
    for (const action of [...opening, ...actions]) {
      this.#act(action);
      this.#check(action);
    }
    return this.#seen;
  }

  #act(action: Action): void {
    const who = doerOf(cast, action, this.#state);
    const isIn = this.#state.participants.get(who)?.connection.name === 'connected' || this.#isWaiting(who);
    switch (action.name) {
      case 'join':
      case 'joinOwner':
        this.#join(who);
        return;
      case 'loseSocket':
      case 'reload':
        if (isIn)
          this.#unchangedRoles(() =>
            this.#step({ type: 'socketLost', participantId: who, leavingPage: action.name === 'reload' }),
          );
        this.#known.delete(who);
        this.#sockets.delete(who);
        return;
      case 'leave':
        this.#step({ type: 'leave', participantId: who, reason: 'left' });
        this.#known.delete(who);
        this.#sockets.delete(who);
        return;
      case 'produce':
        this.#produce(who);
        return;
      case 'record':
        this.#step(recordingInput(action, meantBy(cast, action, this.#state), this.#state));
        return;
      case 'workerDeath':
        this.#recorded.lost();
        this.#unchangedRoles(() => this.#step({ type: 'mediaLost' }));
        return;
      case 'workerBack':
        if (this.#state.media === 'lost') this.#workerRooms.clear();
        this.#unchangedRoles(() => this.#step({ type: 'mediaBack' }));
        return;
      case 'serverDeath':
        this.#restart();
        return;
      case 'time':
        this.#nowMs += [100, 1_000, limits.reloadWindowMs, limits.resumeWindowMs, 61_000][action.what % 5]!;
        this.#step({ type: 'tick' });
        return;
      default:
        this.#call(action, who);
    }
  }

  #call(action: Action, by: string): void {
    const call = callOf(action, meantBy(cast, action, this.#state));
    if (call === undefined || (this.#known.get(by) === undefined && !this.#isWaiting(by))) return;
    const standing = standingOf(this.#state, by);
    const code = standing === undefined ? 'not_joined' : refusal(standing, call.method);
    const before = this.#state;
    const expected = code ?? enteringRefused(this.#state, call, by);
    const refused = this.#attempt({ type: 'call', by, call, chance: this.#chance() });
    if (call.method === 'enterRoom' && expected !== undefined)
      invariant(refused === expected, `I11: enterRoom: ${refused}`);
    requireOnlyNamedChanges(before, this.#state, call, by);
    if (code !== undefined) invariant(refused === code, `I9: ${call.method} by ${standing}: ${refused}, not ${code}`);
    this.#note(`${call.method}: ${refused ?? 'done'}`);
    if (refused === undefined) this.#afterwards(call, by);
  }

  #afterwards(call: DecidedCall, by: string): void {
    if (call.method === 'remove') this.#putOut.add(call.params.participantId);
    const isClosed = call.method === 'closeRooms' && call.params.inSeconds === 0;
    const { participants, remembered, breakout } = this.#state;
    if (isClosed || call.method === 'openRooms') {
      for (const { participantId, roomId, assignedRoomId } of remembered.values()) {
        invariant(roomId === (isClosed ? null : assignedRoomId), `I4: ${participantId}, who is away, is left behind`);
      }
    }
    if (isClosed) invariant(!breakout.open && [...participants.values()].every(({ roomId }) => roomId === null), 'I5');
    if (call.method !== 'muteAll') return;
    const where = participants.get(by)?.roomId;
    for (const { roomId, role, producers } of participants.values()) {
      const isHeard = producers.some(({ source, paused }) => source === 'microphone' && !paused);
      invariant(!isHeard || roomId !== where || isHost(role), 'I10: heard after "mute all"');
    }
  }

  #join(participantId: string): void {
    const before = this.#state;
    const known = before.participants.get(participantId);
    const kept = before.remembered.get(participantId);
    const isOwner = participantId === ownerId;
    const comer: Comer = {
      participantId,
      name: known?.name ?? participantId,
      role: isOwner ? 'host' : 'guest',
      isOwner,
      mustWait: mustWait(cast, participantId),
      userId: null,
      email: null,
      speaksH264: this.#speaksH264(participantId),
    };
    const rolesBefore = this.#roles();
    const isNew = known === undefined && kept === undefined && !before.waiting.has(participantId);
    const atDoor = isNew ? expectedAtTheDoor(this.#state, comer) : undefined;
    const refused = this.#attempt({ type: 'join', comer }, () => this.#answerJoin(participantId));
    if (refused === undefined) this.#sockets.add(participantId);
    if (atDoor !== undefined && !this.#putOut.has(participantId)) {
      const { participants, waiting } = this.#state;
      const found = participants.has(participantId) ? 'inside' : waiting.has(participantId) ? 'waits' : 'refused';
      invariant(found === atDoor, `I11: ${participantId} ${found}, not ${atDoor}`);
    }
    if (this.#putOut.has(participantId)) {
      invariant(refused === 'removed_from_meeting', `I2: ${participantId} is back: ${refused}`);
      return;
    }
    if (isOwner) invariant(this.#state.participants.has(participantId), `I1: the owner is refused: ${refused}`);
    const role = this.#state.participants.get(participantId)?.role;
    if (known !== undefined) this.#sameRoles(rolesBefore, this.#roles());
    else if (kept !== undefined && refused === undefined) {
      this.#note('came back as they were');
      const host = [...rolesBefore].find(([, other]) => other === 'host')?.[0];
      const { awaitedHost } = before;
      const isAwaited = awaitedHost !== undefined && awaitedHost.participantId !== participantId;
      const mayBe =
        kept.role !== 'host'
          ? isOwner && host === undefined && !isAwaited
            ? 'host'
            : kept.role
          : host === undefined || isOwner
            ? 'host'
            : 'coHost';
      invariant(role === mayBe, `I3: ${participantId} was ${kept.role}, came back as ${role}`);
    }
    if (refused === undefined && kept?.roomId != null && known === undefined && this.#state.breakout.open) {
      const stands = this.#state.breakout.rooms.some(({ roomId }) => roomId === kept.roomId);
      invariant(
        this.#state.participants.get(participantId)?.roomId === (stands ? kept.roomId : null),
        'I4: wrong room',
      );
    }
  }

  /** Comes before anything else on the socket. */
  #answerJoin(participantId: string): void {
    const participant = this.#state.participants.get(participantId);
    if (participant !== undefined) this.#known.set(participantId, knownFrom(insideOf(this.#state, participant)));
  }

  #produce(participantId: string): void {
    const participant = this.#state.participants.get(participantId);
    if (participant === undefined || this.#state.media === 'lost') return;
    const microphone = participant.producers.find(({ source }) => source === 'microphone');
    if (microphone !== undefined) {
      this.#step({
        type: 'producerPaused',
        participantId,
        producerId: microphone.producerId,
        paused: !microphone.paused,
      });
      return;
    }
    this.#producers += 1;
    const producer = { producerId: `p${this.#producers}`, kind: 'audio', source: 'microphone', paused: false } as const;
    this.#step({ type: 'produced', participantId, producer });
  }

  /** What was written down comes back from its text; everybody's socket is gone. */
  #restart(): void {
    const before = new Map([...this.#state.participants].map(([id, participant]) => [id, participant]));
    const hadHost = [...before.values()].some(({ role }) => role === 'host');
    const kept = keptMeetingOf(JSON.stringify(keptOf(this.#state, this.#nowMs)));
    // The model's names are no ids of the wire; what is written down is checked as the wire's elsewhere.
    const written = kept ?? keptOf(this.#state, this.#nowMs);
    const { name, soundMode, policy } = this.#state;
    this.#nowMs += 3_000;
    const opening = {
      conferenceId: meetingId,
      name,
      soundMode,
      lobby: policy.lobby,
      media: 'up',
      kept: written,
    } as const;
    this.#state = openMeeting(opening, this.#nowMs);
    this.#recorded.opened(this.#state);
    invariant(JSON.stringify(this.#state.policy) === JSON.stringify(policy), 'I11: a restart opened a door');
    this.#known.clear();
    this.#sockets.clear();
    this.#workerRooms.clear();
    for (const participantId of before.keys()) this.#join(participantId);
    this.#note('restarted');
    for (const [participantId, was] of before) {
      const is = this.#state.participants.get(participantId);
      invariant(
        is?.role === was.role || (participantId === ownerId && !hadHost),
        `I3: ${participantId} was ${was.role}, is ${is?.role} after a restart`,
      );
      invariant(
        is?.handOrder === was.handOrder && is?.mutedAtMs === was.mutedAtMs,
        `I3: ${participantId}'s hand or mute is lost`,
      );
      invariant(is?.roomId === was.roomId, `I4: ${participantId} is in another room after a restart`);
    }
  }

  /** Answers the code of what was refused. */
  #attempt(input: MeetingInput, answer?: () => void): string | undefined {
    const before = this.#state;
    try {
      this.#step(input, answer);
      return undefined;
    } catch (error) {
      if (!(error instanceof VecheError)) throw error;
      invariant(this.#state === before, 'I9: a refusal changed something');
      return error.code;
    }
  }

  #step(input: MeetingInput, answer?: () => void): void {
    const { state, outputs } = stepMeeting(this.#state, input, this.#nowMs);
    this.#state = state;
    answer?.();
    for (const output of outputs) this.#carryOut(output);
  }

  #carryOut(output: MeetingOutput): void {
    this.#recorded.hear(output);
    switch (output.type) {
      case 'tell':
        for (const participantId of output.to) {
          const known = this.#known.get(participantId);
          const { method, params } = output.notification;
          if (known !== undefined) this.#known.set(participantId, knownAfter(known, output.notification));
          else if (method === 'entered') this.#known.set(participantId, knownFrom(params));
          else invariant(method === 'waitingTold' || !this.#sockets.has(participantId), `I8: ${method}`);
        }
        return;
      case 'moveMedia':
        for (const { participantId, roomId } of output.moves) this.#workerRooms.set(participantId, roomId);
        return;
      case 'putOut':
        invariant(output.reason === 'left' || output.participantId !== ownerId, 'I1: the owner is put out');
        this.#sockets.delete(output.participantId);
        this.#known.delete(output.participantId);
        return;
      case 'removeMedia':
        this.#workerRooms.delete(output.participantId);
        this.#known.delete(output.participantId);
        return;
      case 'pauseProducer':
        this.#step({
          type: 'producerPaused',
          participantId: output.participantId,
          producerId: output.producerId,
          paused: true,
        });
        return;
      case 'closeProducer':
        this.#step({ type: 'producersClosed', participantId: output.participantId, producerIds: [output.producerId] });
        return;
      default:
    }
  }

  #check(action: Action): void {
    const { participants, waiting, breakout } = this.#state;
    const rooms = new Set(breakout.rooms.map(({ roomId }) => roomId));
    let hosts = 0;
    for (const [participantId, participant] of participants) {
      const { roomId, role, connection } = participant;
      invariant(!waiting.has(participantId), `I4: ${participantId} is inside and waits`);
      invariant(roomId === null || (breakout.open && rooms.has(roomId)), `I4: ${participantId} is in no room`);
      invariant(!this.#putOut.has(participantId), `I2: ${participantId} is inside`);
      invariant(breakout.open || !participant.asksForHelp, `I5: ${participantId} asks for help, and no room is open`);
      if (this.#state.media === 'up') {
        invariant(
          (this.#workerRooms.get(participantId) ?? null) === roomId,
          `I7: ${participantId} after ${action.name}`,
        );
      }
      if (role === 'host') hosts += 1;
      if (connection.name !== 'connected') continue;
      const known = this.#known.get(participantId);
      const truth = knownFrom(insideOf(this.#state, participant));
      invariant(
        JSON.stringify(known) === JSON.stringify(truth),
        `I6: after ${action.name} ${participantId} knows ${JSON.stringify(known)}, true is ${JSON.stringify(truth)}`,
      );
    }
    invariant(hosts <= 1, 'I3: several hosts');
    this.#recorded.check(this.#state);
    if (this.#state.recordings.size > 0) this.#note('recorded');
    const lacking = [...participants.values()].some(({ speaksH264 }) => !speaksH264);
    const videoCodec = videoCodecOf(this.#state.video);
    invariant(!lacking || videoCodec === 'vp8', `I12: ${videoCodec} after ${action.name}`);
    if (participants.size > 1) this.#note(`several in ${videoCodec}`);
    const { open, closesAtMs } = breakout;
    const isLate = open && closesAtMs !== null && closesAtMs <= this.#nowMs;
    invariant(action.name !== 'time' || !isLate, 'I5: the rooms are open past their time');
    for (const participantId of this.#sockets) {
      const connection = (participants.get(participantId) ?? waiting.get(participantId))?.connection.name;
      invariant(connection === 'connected', `I2: ${participantId} is out and still has a socket`);
    }
    if ([...participants.values()].filter(({ roomId }) => roomId !== null).length > 1) this.#note('several in rooms');
    if (waiting.size > 0) this.#note('somebody waits');
    for (const participantId of waiting.keys()) {
      invariant(!this.#known.has(participantId), `I8: ${participantId} knows the inside`);
    }
  }

  #note(what: string): void {
    this.#seen.set(what, (this.#seen.get(what) ?? 0) + 1);
  }

  /** Somebody in the middle of the cast does not, and whoever comes anew may have another browser. */
  #speaksH264(participantId: string): boolean {
    return participantId !== cast.guestIds[2] || Math.floor(this.#nowMs / 61_000) % 3 > 0;
  }

  #unchangedRoles(act: () => void): void {
    const before = this.#roles();
    act();
    this.#sameRoles(before, this.#roles());
  }

  #sameRoles(before: ReadonlyMap<string, Role>, after: ReadonlyMap<string, Role>): void {
    for (const [participantId, role] of before) {
      const now = after.get(participantId);
      invariant(now === undefined || now === role, `I3: ${participantId} was ${role}, is ${now}`);
    }
  }

  #roles(): Map<string, Role> {
    return new Map([...this.#state.participants].map(([participantId, { role }]) => [participantId, role]));
  }

  #isWaiting(participantId: string): boolean {
    return this.#state.waiting.get(participantId)?.connection.name === 'connected';
  }

  #chance(): { ids: string[]; seed: number } {
    this.#rooms += 2;
    return { ids: [`room${this.#rooms}`, `room${this.#rooms + 1}`], seed: this.#rooms };
  }
}
