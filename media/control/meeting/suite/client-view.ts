/** What one client knows of a meeting, built from nothing but what it was told: the join answer and every notification since. */
import type { BreakoutView, HostView } from '@veche/contracts/signalling/breakout-view.ts';
import type { MeetingPolicy, ParticipantView, VideoCodec } from '@veche/contracts/signalling/conference-view.ts';
import type { Inside } from '@veche/contracts/signalling/inside.ts';
import type { Notification } from '@veche/contracts/signalling/notifications.ts';

type Seen = Pick<ParticipantView, 'participantId' | 'name' | 'role' | 'connected' | 'handOrder'>;

export interface Known {
  readonly participants: readonly Seen[];
  readonly roomId: string | null;
  readonly roomName: string | null;
  readonly policy: MeetingPolicy;
  readonly videoCodec: VideoCodec;
  readonly grants: { readonly mayUnmute: boolean; readonly mayStartVideo: boolean };
  readonly breakout: BreakoutView | null;
  readonly recording: Inside['recording'];
  readonly host: HostView | null;
}

const byId = (a: { participantId: string }, b: { participantId: string }): number =>
  a.participantId < b.participantId ? -1 : 1;

const seenOf = ({ participantId, name, role, connected, handOrder }: Seen): Seen => ({
  participantId,
  name,
  role,
  connected,
  handOrder,
});

export function knownFrom(inside: Inside): Known {
  const { conference, room, participants, breakout, recording, host, mayUnmute, mayStartVideo } = inside;
  return {
    participants: participants.map(seenOf).sort(byId),
    roomId: room?.roomId ?? null,
    roomName: room?.name ?? null,
    policy: conference.policy,
    videoCodec: conference.videoCodec,
    grants: { mayUnmute, mayStartVideo },
    breakout,
    recording,
    host: host && { waiting: host.waiting.toSorted(byId), roster: host.roster.toSorted(byId) },
  };
}

export function knownAfter(known: Known, { method, params }: Notification): Known {
  switch (method) {
    case 'entered':
      return knownFrom(params);
    case 'participantsJoined': {
      const seen = params.participants.map(seenOf);
      return { ...known, participants: seen.reduce(put, known.participants) };
    }
    case 'participantsLeft':
      return { ...known, participants: without(known.participants, params.participantIds) };
    case 'participantChanged': {
      const { network: _, ...fields } = params;
      const before = known.participants.find(({ participantId }) => participantId === params.participantId);
      return before === undefined
        ? known
        : { ...known, participants: put(known.participants, { ...before, ...fields }) };
    }
    case 'grantsChanged':
      return { ...known, grants: params };
    case 'policyChanged':
      return { ...known, policy: params.policy };
    case 'videoCodecChanged':
      return { ...known, videoCodec: params.videoCodec };
    case 'breakoutChanged':
      return { ...known, breakout: params.breakout };
    case 'recordingChanged':
      return { ...known, recording: params.recording };
    case 'roomRenamed':
      return { ...known, roomName: params.room.name };
    case 'hostView':
      return {
        ...known,
        host: params.host && {
          waiting: params.host.waiting.toSorted(byId),
          roster: params.host.roster.toSorted(byId),
        },
      };
    case 'waitingChanged':
      return known.host === null
        ? known
        : { ...known, host: { ...known.host, waiting: put(known.host.waiting, params.waiting) } };
    case 'waitingGone':
      return known.host === null
        ? known
        : { ...known, host: { ...known.host, waiting: without(known.host.waiting, params.participantIds) } };
    case 'rosterChanged': {
      if (known.host === null) return known;
      let roster: HostView['roster'] = without(known.host.roster, params.gone);
      for (const entry of params.entries) roster = put(roster, entry);
      return { ...known, host: { ...known.host, roster } };
    }
    default:
      return known;
  }
}

function put<Item extends { participantId: string }>(items: readonly Item[], item: Item): Item[] {
  return [...items.filter(({ participantId }) => participantId !== item.participantId), item].sort(byId);
}

const without = <Item extends { participantId: string }>(items: readonly Item[], ids: readonly string[]): Item[] =>
  items.filter(({ participantId }) => !ids.includes(participantId));
