/** Notifications as text. The people of a room, who are told to many at once, are written once however many are told of them. */
import { rpcNotification } from '@veche/contracts/json-rpc.ts';
import type { ParticipantView } from '@veche/contracts/signalling/conference-view.ts';
import type { Notification } from '@veche/contracts/signalling/notifications.ts';

const written = new WeakMap<readonly ParticipantView[], string>();

export function frameOf({ method, params }: Notification): string {
  if (method !== 'entered') return rpcNotification(method, params);
  const { participants, ...rest } = params;
  const people = written.get(participants) ?? JSON.stringify(participants);
  written.set(participants, people);
  const frame = rpcNotification(method, rest);
  // Before the two brackets that end the parameters and the frame.
  return `${frame.slice(0, -2)},"participants":${people}}}`;
}
