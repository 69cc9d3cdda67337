/** Where somebody is, as whoever watches over one room asks: the chat, at each message. */
import type { Role } from '@veche/contracts/signalling/conference-view.ts';
import { type LiveMeeting, standingOf } from './meeting-state.ts';

/** As seen from one room; the main room's id is the meeting's. */
export type Whereabouts =
  | { readonly where: 'here'; readonly role: Role }
  | { readonly where: 'elsewhere' | 'waiting' }
  /** `doorOpen`: whoever comes is let in without being asked. */
  | { readonly where: 'absent'; readonly doorOpen: boolean };

export function whereaboutsOf(meeting: LiveMeeting, participantId: string, conferenceId: string): Whereabouts {
  const participant = meeting.participants.get(participantId);
  if (participant !== undefined) {
    const isHere = isIn(meeting, participant.roomId, conferenceId);
    return isHere ? { where: 'here', role: participant.role } : { where: 'elsewhere' };
  }
  if (standingOf(meeting, participantId) === 'waiting') return { where: 'waiting' };
  const { policy, remembered, removed } = meeting;
  const doorOpen = !policy.lobby && !policy.locked && !removed.has(participantId);
  return { where: 'absent', doorOpen: doorOpen || remembered.has(participantId) };
}

/** Of whoever is in this room. */
export function nameIn(meeting: LiveMeeting, participantId: string, conferenceId: string): string | undefined {
  const participant = meeting.participants.get(participantId);
  return participant !== undefined && isIn(meeting, participant.roomId, conferenceId) ? participant.name : undefined;
}

const isIn = (meeting: LiveMeeting, roomId: string | null, conferenceId: string): boolean =>
  (roomId ?? meeting.conferenceId) === conferenceId;
