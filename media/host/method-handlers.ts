/** What each signalling method does once its caller has a seat: media goes to the worker, the rest is the conference's own. */
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import type { CheckedCall } from './call-parameters.ts';
import type { ConferenceHost } from './conference-host.ts';
import type { Place } from './place.ts';

export interface SeatedCaller {
  readonly place: Place;
  readonly conference: ConferenceHost;
  /** Tells the service that the host ended the conference; it must know before anybody is sent away. */
  conferenceEnded(conferenceId: string): Promise<void>;
}

/** Gives the method's result; rejects with a VecheError. */
export async function carryOutCall(
  { place, conference, conferenceEnded }: SeatedCaller,
  call: Exclude<CheckedCall, { method: 'join' }>,
): Promise<unknown> {
  const { participantId, conferenceId } = place;
  switch (call.method) {
    case 'rename':
      conference.rename(participantId, properName(call.params.name));
      return {};
    case 'leave':
      // After the answer: the line ends with it.
      setImmediate(() => conference.leave(participantId));
      return {};
    case 'endForAll':
      if (!conference.isHost(participantId)) throw new VecheError('not_the_host');
      await conferenceEnded(conferenceId);
      setImmediate(() => conference.end());
      return {};
    default:
      return conference.call(participantId, call);
  }
}

function properName(text: string): string {
  const name = text.trim().replace(/\s+/g, ' ');
  if (name === '') throw new VecheError('name_missing', { field: 'name' });
  if ([...name].length > limits.participantNameMaxLength) throw new VecheError('name_too_long', { field: 'name' });
  return name;
}
