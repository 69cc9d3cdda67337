/**
 * One step under way: the state as it becomes, and who is to be told. Rules change people and rooms; what follows from that for everybody's view - the
 * hosts' roster, own rooms, the policy, a host's wider view - is found out once, at the end, by comparing, so that no rule can forget it.
 */
import type { ParticipantView } from '@veche/contracts/signalling/conference-view.ts';
import type { Notification } from '@veche/contracts/signalling/notifications.ts';
import { isHost } from '@veche/contracts/signalling/permissions.ts';
import { attendanceAt } from './keeping.ts';
import type { LiveMeeting, LiveParticipant, WaitingPerson } from './meeting-state.ts';
import type { MeetingOutput, MeetingStep } from './meeting-step.ts';
import {
  breakoutViewOf,
  hostViewOf,
  insideOf,
  peopleIn,
  rosterEntryOf,
  speakersSaid,
  viewOf,
  waitingViewOf,
} from './views.ts';

type EnteredReason = Extract<Notification, { method: 'entered' }>['params']['reason'];

export class Draft {
  readonly before: LiveMeeting;
  readonly nowMs: number;
  state: LiveMeeting;
  roomIds: readonly string[] | undefined;
  readonly #outputs: MeetingOutput[] = [];
  readonly #touched = new Set<string>();
  readonly #joined = new Set<string>();
  readonly #briefed = new Map<string, EnteredReason>();
  #participants: Map<string, LiveParticipant> | undefined;

  constructor(before: LiveMeeting, nowMs: number) {
    this.before = before;
    this.state = before;
    this.nowMs = nowMs;
  }

  /** Who may have changed, come or gone so far. */
  get touched(): ReadonlySet<string> {
    return this.#touched;
  }

  participant(participantId: string): LiveParticipant | undefined {
    return this.state.participants.get(participantId);
  }

  put(participant: LiveParticipant): void {
    const { participantId } = participant;
    this.#touched.add(participantId);
    this.#count();
    this.#people().set(participantId, participant);
  }

  change(participantId: string, changes: Partial<LiveParticipant>): void {
    const before = this.participant(participantId);
    if (before !== undefined) this.put({ ...before, ...changes });
  }

  drop(participantId: string): void {
    this.#touched.add(participantId);
    this.#count();
    this.#people().delete(participantId);
  }

  putWaiting(person: WaitingPerson): void {
    const waiting = new Map(this.state.waiting).set(person.comer.participantId, person);
    this.state = { ...this.state, waiting };
    this.tellHosts({ method: 'waitingChanged', params: { waiting: waitingViewOf(person) } });
  }

  dropWaiting(participantIds: readonly string[]): void {
    const waiting = new Map(this.state.waiting);
    const gone = participantIds.filter((participantId) => waiting.delete(participantId));
    if (gone.length === 0) return;
    this.state = { ...this.state, waiting };
    this.tellHosts({ method: 'waitingGone', params: { participantIds: gone } });
  }

  do(output: MeetingOutput): void {
    this.#outputs.push(output);
  }

  tell(participantId: string, notification: Notification): void {
    this.#outputs.push({ type: 'tell', to: [participantId], notification });
  }

  tellRoom(roomId: string | null, notification: Notification, except?: string): void {
    this.#tellWhere((other) => other.roomId === roomId && other.participantId !== except, notification);
  }

  /** Whatever room they are in. */
  tellAll(notification: Notification, except?: string): void {
    this.#tellWhere(({ participantId }) => participantId !== except, notification);
  }

  /** Whoever was inside when the step began, in whatever room. */
  tellThoseBefore(notification: Notification): void {
    this.#tellWhere(({ participantId }) => this.#wasConnected(participantId), notification);
  }

  tellHosts(notification: Notification): void {
    this.#tellWhere(({ role }) => isHost(role), notification);
  }

  /** They are new in the meeting: those who were in the room before are told, of all such at once. */
  tellJoined({ participantId }: LiveParticipant): void {
    this.#joined.add(participantId);
  }

  /** Who comes into a room where somebody is speaking is told who. */
  tellSpeakers({ participantId, roomId }: LiveParticipant): void {
    const speakers = this.state.speakers.get(roomId);
    if (speakers !== undefined && speakers.active !== null) this.tell(participantId, speakersSaid(speakers));
  }

  /** They are somewhere else from now on: the last thing of this step, they are told the whole truth about it, and nothing of it before. */
  brief(participantId: string, reason: EnteredReason): void {
    this.#briefed.set(participantId, reason);
  }

  /** Takes people to other rooms, all at once: those who stay are told once, those who go of their new room. */
  move(
    moves: readonly { readonly participantId: string; readonly roomId: string | null }[],
    reason: EnteredReason,
  ): void {
    const moved: LiveParticipant[] = [];
    const leaving = new Map<string | null, string[]>();
    for (const { participantId, roomId } of moves) {
      const participant = this.participant(participantId);
      if (participant === undefined || participant.roomId === roomId) continue;
      this.change(participantId, { roomId, asksForHelp: false });
      moved.push(this.participant(participantId)!);
      gather(leaving, participant.roomId, participantId);
    }
    if (moved.length === 0) return;
    this.do({ type: 'moveMedia', moves: moved.map(({ participantId, roomId }) => ({ participantId, roomId })) });
    const movers = new Set(moved.map(({ participantId }) => participantId));
    for (const [from, participantIds] of leaving) {
      const stays = ({ participantId, roomId }: LiveParticipant) => roomId === from && !movers.has(participantId);
      this.#tellWhere(stays, { method: 'participantsLeft', params: { participantIds } });
    }
    this.#tellCome(movers);
    for (const { participantId, connection } of moved) {
      if (connection.name === 'connected') this.brief(participantId, reason);
    }
  }

  done(): MeetingStep {
    if (this.state.policy !== this.before.policy) {
      this.tellAll({ method: 'policyChanged', params: { policy: this.state.policy } });
    }
    this.#tellCome(this.#joined);
    this.#tellRoles();
    this.#tellGrants();
    this.#tellRoster();
    this.#tellBreakout();
    this.#tellBriefed();
    const { participants, waiting } = this.state;
    const wasThere = this.before.participants.size + this.before.waiting.size > 0;
    if (wasThere && participants.size + waiting.size === 0) this.do({ type: 'emptied' });
    return {
      state: this.state,
      outputs: this.#outputs,
      ...(this.roomIds === undefined ? {} : { roomIds: this.roomIds }),
    };
  }

  /** To whoever was in their room already. */
  #tellCome(comers: ReadonlySet<string>): void {
    const byRoom = new Map<string | null, ParticipantView[]>();
    for (const participantId of comers) {
      const participant = this.participant(participantId);
      if (participant === undefined) continue;
      gather(byRoom, participant.roomId, viewOf(participant));
    }
    for (const [room, participants] of byRoom) {
      const wasThere = ({ participantId, roomId }: LiveParticipant) => roomId === room && !comers.has(participantId);
      this.#tellWhere(wasThere, { method: 'participantsJoined', params: { participants } });
    }
  }

  #tellRoles(): void {
    for (const participantId of this.#touched) {
      const before = this.before.participants.get(participantId);
      const after = this.participant(participantId);
      if (before === undefined || after === undefined || before.role === after.role) continue;
      this.do({ type: 'roleChanged', participantId, roomId: after.roomId, role: after.role });
      this.tellRoom(after.roomId, { method: 'participantChanged', params: { participantId, role: after.role } });
      if (isHost(before.role) === isHost(after.role) || this.#briefed.has(participantId)) continue;
      const host = isHost(after.role) ? hostViewOf(this.state) : null;
      this.tell(participantId, { method: 'hostView', params: { host } });
    }
  }

  #tellGrants(): void {
    for (const participantId of this.#touched) {
      const before = this.before.participants.get(participantId);
      const after = this.participant(participantId);
      if (before === undefined || after?.connection.name !== 'connected' || this.#briefed.has(participantId)) continue;
      const { mayUnmute, mayStartVideo } = after;
      if (before.mayUnmute === mayUnmute && before.mayStartVideo === mayStartVideo) continue;
      this.tell(participantId, { method: 'grantsChanged', params: { mayUnmute, mayStartVideo } });
    }
  }

  /** To those who were hosts before: whoever has become one has been told everything. */
  #tellRoster(): void {
    const entries = [];
    const gone: string[] = [];
    for (const participantId of this.#touched) {
      const before = this.before.participants.get(participantId);
      const after = this.participant(participantId);
      if (after === undefined) {
        if (before !== undefined) gone.push(participantId);
      } else if (
        before === undefined ||
        JSON.stringify(rosterEntryOf(before)) !== JSON.stringify(rosterEntryOf(after))
      ) {
        entries.push(rosterEntryOf(after));
      }
    }
    if (entries.length + gone.length === 0) return;
    const wasHost = ({ participantId, role }: LiveParticipant): boolean =>
      isHost(role) && isHost(this.before.participants.get(participantId)?.role ?? 'guest');
    this.#tellWhere(wasHost, { method: 'rosterChanged', params: { entries, gone } });
  }

  #tellBreakout(): void {
    const roomsChanged = this.state.breakout !== this.before.breakout;
    for (const participant of this.state.participants.values()) {
      const { participantId, connection } = participant;
      if (!roomsChanged && !this.#touched.has(participantId)) continue;
      const former = this.before.participants.get(participantId);
      if (former === undefined || connection.name !== 'connected' || this.#briefed.has(participantId)) continue;
      const breakout = breakoutViewOf(this.state, participant);
      if (JSON.stringify(breakout) === JSON.stringify(breakoutViewOf(this.before, former))) continue;
      this.tell(participantId, { method: 'breakoutChanged', params: { breakout } });
    }
  }

  #tellBriefed(): void {
    const people = new Map<string | null, ParticipantView[]>();
    for (const [participantId, reason] of this.#briefed) {
      const participant = this.participant(participantId);
      if (participant?.connection.name !== 'connected') continue;
      const { roomId } = participant;
      const here = people.get(roomId) ?? peopleIn(this.state, roomId);
      people.set(roomId, here);
      this.tell(participantId, { method: 'entered', params: { reason, ...insideOf(this.state, participant, here) } });
      this.tellSpeakers(participant);
    }
  }

  #wasConnected(participantId: string): boolean {
    return this.before.participants.get(participantId)?.connection.name === 'connected';
  }

  #tellWhere(test: (participant: LiveParticipant) => boolean, notification: Notification): void {
    const to: string[] = [];
    for (const participant of this.state.participants.values()) {
      const { participantId, connection } = participant;
      if (connection.name !== 'connected' || this.#briefed.has(participantId)) continue;
      if (test(participant)) to.push(participantId);
    }
    if (to.length > 0) this.#outputs.push({ type: 'tell', to, notification });
  }

  /** Copied once a step, however many of them change. */
  #people(): Map<string, LiveParticipant> {
    this.#participants ??= new Map(this.before.participants);
    this.state = { ...this.state, participants: this.#participants };
    return this.#participants;
  }

  /** Before the number of people changes, or may: so many were here until now. */
  #count(): void {
    this.state = { ...this.state, attendance: attendanceAt(this.state, this.nowMs) };
  }
}

function gather<Key, Item>(groups: Map<Key, Item[]>, key: Key, item: Item): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [item]);
  else group.push(item);
}
