/** What each signalling method does once its caller has a seat: media goes to the worker, the rest is the conference's own. */
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import { oneLineText } from '@veche/contracts/one-line-text.ts';
import type { SoundMode } from '@veche/contracts/signalling/conference-view.ts';
import type { ConferenceHost } from './conference-host.ts';
import type { Place } from './place.ts';
import type { SignallingCall } from './signalling-contract.ts';

export interface SeatedCaller {
  readonly place: Place;
  readonly conference: ConferenceHost;
  /** Tells the service that the host ended the conference; it must know before anybody is sent away. */
  conferenceEnded(conferenceId: string): Promise<void>;
  /** Tells the service which sound mode the host chose, so that it outlives this server. */
  soundModeChosen(conferenceId: string, mode: SoundMode): Promise<void>;
}

/** Gives the method's result; rejects with a VecheError. */
export async function carryOutCall(
  { place, conference, conferenceEnded, soundModeChosen }: SeatedCaller,
  call: SignallingCall,
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
    case 'setSoundMode':
      if (!conference.isHost(participantId)) throw new VecheError('not_the_host');
      conference.setSoundMode(call.params.mode);
      // Also when it was so before: then the service may have missed it.
      await soundModeChosen(conferenceId, call.params.mode);
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

const nameFaults = { missing: 'name_missing', tooLong: 'name_too_long', notPlainText: 'invalid_request' } as const;

/** The same rule as for the name with which somebody joins. */
function properName(typed: string): string {
  const name = oneLineText(typed, limits.participantNameMaxLength);
  if (name.ok) return name.text;
  throw new VecheError(nameFaults[name.fault], { field: 'name' });
}
