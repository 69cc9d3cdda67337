/** The rules of doors and rooms once more, as people are told them and without the code that carries them out, so that a mistake there is none here. */
import { isHost } from '@veche/contracts/signalling/permissions.ts';
import { invariant } from '@veche/kernel/invariant.ts';
import type { Comer, LiveMeeting } from '../meeting-state.ts';
import type { DecidedCall } from '../meeting-step.ts';

/** What the door does with somebody new. */
export function expectedAtTheDoor({ policy }: LiveMeeting, comer: Comer): 'refused' | 'waits' | 'inside' {
  if (comer.isOwner) return 'inside';
  if (policy.locked) return 'refused';
  return policy.lobby || comer.mustWait ? 'waits' : 'inside';
}

/** Why a guest may not enter a room; undefined = may, or it is no such call. */
export function enteringRefused(
  { participants, breakout }: LiveMeeting,
  call: DecidedCall,
  by: string,
): string | undefined {
  const caller = participants.get(by);
  if (call.method !== 'enterRoom' || caller === undefined || isHost(caller.role)) return undefined;
  const { roomId } = call.params;
  const { open, byChoice, mayReturn } = breakout;
  if (roomId === caller.roomId) return undefined;
  if (roomId === null) return mayReturn ? undefined : 'stay_in_room';
  if (!open) return 'rooms_closed';
  return byChoice || caller.assignedRoomId === roomId ? undefined : 'room_not_yours';
}

/** What a call does not name stays as it was, of everybody. */
export function requireOnlyNamedChanges(
  before: LiveMeeting,
  after: LiveMeeting,
  { method }: DecidedCall,
  by: string,
): void {
  for (const [participantId, was] of before.participants) {
    const is = after.participants.get(participantId);
    if (is === undefined) continue;
    const own = participantId === by;
    const demoted = method === 'setRole' && was.role === 'coHost' && is.role === 'guest';
    const may = {
      role: method === 'setRole' || method === 'handOverHost',
      name: method === 'rename' && own,
      handOrder: method === 'raiseHand' && own,
      mutedAtMs: method === 'muteAll',
      // Who speaks as they are made a guest goes on.
      mayUnmute: method === 'muteAll' || method === 'setPolicy' || demoted,
      mayStartVideo: method === 'setPolicy' || demoted,
      videoStoppedAtMs: method === 'setPolicy' || demoted,
      isOwner: false,
      userId: false,
    };
    for (const field of Object.keys(may) as (keyof typeof may)[]) {
      invariant(may[field] || is[field] === was[field], `I3: ${method} changed ${field} of ${participantId}`);
    }
  }
}
