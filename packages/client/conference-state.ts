/**
 * The meeting as this participant knows it: the join answer, then one step per notification, pure. An object that did not
 * change stays the same object, so that a screen redraws only what moved; what names somebody unknown changes nothing.
 */
import type { RecordingStatus } from '@veche/contracts/recording/recording-status.ts';
import type { BreakoutView, HostView, RoomView } from '@veche/contracts/signalling/breakout-view.ts';
import type { ConferenceView, ProducerView, Standing } from '@veche/contracts/signalling/conference-view.ts';
import type { MethodResult } from '@veche/contracts/signalling/methods.ts';
import type { Notification } from '@veche/contracts/signalling/notifications.ts';
import type { CallParticipant } from './call-state.ts';
import { hostViewAfter } from './host-view.ts';

export interface ConferenceState {
  readonly standing: Standing;
  readonly conference: ConferenceView;
  /** Where this participant is; null = the main room. */
  readonly room: RoomView | null;
  readonly breakout: BreakoutView | null;
  /** Of this room; null = it is not recorded. */
  readonly recording: RecordingStatus | null;
  readonly host: HostView | null;
  /** What one may switch on where the policy says no. */
  readonly mayUnmute: boolean;
  readonly mayStartVideo: boolean;
  readonly selfId: string;
  readonly participants: readonly CallParticipant[];
  readonly activeParticipantId: string | null;
}

/** Beside the server's notifications, what this side itself knows first. */
export type ConferenceInput =
  | Notification
  /** What is published here; the server's word on one's own producers is not listened to. */
  | { method: 'ownProducers'; params: { producers: readonly ProducerView[] } };

export type InsideAnswer = Pick<
  MethodResult<'join'>,
  | 'participantId'
  | 'standing'
  | 'conference'
  | 'room'
  | 'breakout'
  | 'recording'
  | 'host'
  | 'mayUnmute'
  | 'mayStartVideo'
  | 'participants'
>;

export function conferenceFromJoin(answer: InsideAnswer, ownProducers: readonly ProducerView[]): ConferenceState {
  const { participantId: selfId, standing, conference, room, breakout, recording } = answer;
  const { host, mayUnmute, mayStartVideo } = answer;
  const participants = answer.participants.map((view) =>
    view.participantId === selfId
      ? { ...view, producers: [...ownProducers], speaking: false, isSelf: true }
      : { ...view, speaking: false, isSelf: false },
  );
  return {
    standing,
    conference,
    room,
    breakout,
    recording,
    host,
    mayUnmute,
    mayStartVideo,
    selfId,
    participants: participants.sort(byJoining),
    activeParticipantId: null,
  };
}

export function conferenceAfter(state: ConferenceState, input: ConferenceInput): ConferenceState {
  switch (input.method) {
    case 'participantsJoined': {
      const here = new Map(state.participants.map((participant) => [participant.participantId, participant]));
      for (const view of input.params.participants) {
        const before = here.get(view.participantId);
        const joined = before?.isSelf
          ? { ...before, ...own(view) }
          : { ...view, speaking: before?.speaking ?? false, isSelf: view.participantId === state.selfId };
        here.set(view.participantId, joined);
      }
      return { ...state, participants: [...here.values()].sort(byJoining) };
    }
    case 'participantsLeft': {
      const gone = new Set(input.params.participantIds);
      const participants = state.participants.filter(({ participantId }) => !gone.has(participantId));
      if (participants.length === state.participants.length) return state;
      const { activeParticipantId: active } = state;
      return { ...state, participants, activeParticipantId: active !== null && gone.has(active) ? null : active };
    }
    case 'participantChanged': {
      const { participantId, ...fields } = input.params;
      const next = changed(state, participantId, (participant) => ({ ...participant, ...fields }));
      return participantId === state.selfId && fields.role !== undefined ? { ...next, standing: fields.role } : next;
    }
    case 'producerAdded': {
      const { participantId, producer } = input.params;
      return changed(state, participantId, (participant) => {
        if (participant.isSelf) return participant;
        const others = participant.producers.filter(({ producerId }) => producerId !== producer.producerId);
        return { ...participant, producers: [...others, producer] };
      });
    }
    case 'producerChanged': {
      const { participantId, producerId, paused } = input.params;
      return changed(state, participantId, (participant) => {
        const before = participant.producers.find((producer) => producer.producerId === producerId);
        if (participant.isSelf || before === undefined || before.paused === paused) return participant;
        return {
          ...participant,
          producers: participant.producers.map((producer) => (producer === before ? { ...before, paused } : producer)),
        };
      });
    }
    case 'producerRemoved': {
      const { participantId, producerId } = input.params;
      return changed(state, participantId, (participant) => {
        const producers = participant.producers.filter((producer) => producer.producerId !== producerId);
        return participant.isSelf || producers.length === participant.producers.length
          ? participant
          : { ...participant, producers };
      });
    }
    case 'speakers': {
      const speaking = new Set(input.params.speakingParticipantIds);
      const participants = kept(state.participants, (participant) =>
        participant.speaking === speaking.has(participant.participantId)
          ? participant
          : { ...participant, speaking: !participant.speaking },
      );
      const { activeParticipantId } = input.params;
      if (participants === state.participants && activeParticipantId === state.activeParticipantId) return state;
      return { ...state, participants, activeParticipantId };
    }
    case 'soundModeChanged': {
      const { mode } = input.params;
      if (mode === state.conference.soundMode) return state;
      return { ...state, conference: { ...state.conference, soundMode: mode } };
    }
    case 'entered': {
      const self = input.params.participants.find(({ participantId }) => participantId === state.selfId);
      const own = state.participants.find(({ isSelf }) => isSelf)?.producers ?? [];
      return conferenceFromJoin(
        { ...input.params, participantId: state.selfId, standing: self?.role ?? state.standing },
        own,
      );
    }
    case 'videoCodecChanged':
      return { ...state, conference: { ...state.conference, videoCodec: input.params.videoCodec } };
    case 'policyChanged':
      return { ...state, conference: { ...state.conference, policy: input.params.policy } };
    case 'recordingChanged':
      return { ...state, recording: input.params.recording };
    case 'breakoutChanged':
      return { ...state, breakout: input.params.breakout };
    case 'roomRenamed':
      return { ...state, room: input.params.room };
    case 'grantsChanged':
      return { ...state, ...input.params };
    case 'hostView':
      return { ...state, host: input.params.host };
    case 'waitingChanged':
    case 'waitingGone':
    case 'rosterChanged':
      return state.host === null ? state : { ...state, host: hostViewAfter(state.host, input) };
    case 'mediaRestarted': {
      const participants = kept(state.participants, (participant) =>
        participant.isSelf || participant.producers.length === 0 ? participant : { ...participant, producers: [] },
      );
      return participants === state.participants ? state : { ...state, participants };
    }
    case 'ownProducers':
      return changed(state, state.selfId, (self) => {
        const { producers } = input.params;
        return JSON.stringify(producers) === JSON.stringify(self.producers)
          ? self
          : { ...self, producers: [...producers] };
      });
    case 'consumersClosed':
    case 'microphoneReadable':
    case 'reacted':
    case 'broadcast':
    case 'waitingTold':
    case 'mutedByHost':
    case 'videoStoppedByHost':
    case 'sharingStoppedByHost':
    case 'askedToUnmute':
    case 'askedToStartVideo':
    case 'helpAsked':
    case 'ended':
      return state;
  }
}

const byJoining = (a: CallParticipant, b: CallParticipant): number =>
  a.joinedAtMs - b.joinedAtMs || (a.participantId < b.participantId ? -1 : 1);

function own<View extends { producers: unknown }>(view: View): Omit<View, 'producers'> {
  const { producers: _, ...rest } = view;
  return rest;
}

function changed(
  state: ConferenceState,
  participantId: string,
  change: (participant: CallParticipant) => CallParticipant,
): ConferenceState {
  const participants = kept(state.participants, (participant) =>
    participant.participantId === participantId ? change(participant) : participant,
  );
  return participants === state.participants ? state : { ...state, participants };
}

/** Like map, but answers the same array when no element changed. */
function kept<Item>(items: readonly Item[], change: (item: Item) => Item): readonly Item[] {
  const next = items.map(change);
  return next.some((item, index) => item !== items[index]) ? next : items;
}
