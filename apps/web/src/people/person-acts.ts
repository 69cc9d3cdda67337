/** What can be done with somebody in the list: the table of permissions says what the own role may, this what has a sense for that person now. */
import type { Role, Standing } from '@veche/contracts/signalling/conference-view.ts';
import { may, type StandingMethod } from '@veche/contracts/signalling/permissions.ts';

const methodOf = {
  mute: 'mute',
  askToUnmute: 'askToUnmute',
  stopVideo: 'stopVideo',
  askToStartVideo: 'askToStartVideo',
  stopSharing: 'stopSharing',
  lowerHand: 'lowerHand',
  makeCoHost: 'setRole',
  makeGuest: 'setRole',
  handOverHost: 'handOverHost',
  remove: 'remove',
} as const satisfies Record<string, StandingMethod>;

export type PersonAct = keyof typeof methodOf;

export interface ActTarget {
  readonly role: Role;
  readonly isOwner: boolean;
  readonly isSelf: boolean;
  readonly handUp: boolean;
  /** undefined: not known, as of those who are in another room. */
  readonly sends: { readonly microphone: boolean; readonly camera: boolean; readonly screen: boolean } | undefined;
}

const acts = Object.keys(methodOf) as readonly PersonAct[];

/** In the order of a menu; none for oneself, who has the control bar. */
export function personActs(standing: Standing, target: ActTarget): readonly PersonAct[] {
  if (target.isSelf) return [];
  return acts.filter((act) => may(standing, methodOf[act]) && hasSense(act, standing, target));
}

function hasSense(act: PersonAct, standing: Standing, { role, isOwner, handUp, sends }: ActTarget): boolean {
  switch (act) {
    case 'mute':
      return sends?.microphone === true;
    case 'askToUnmute':
      return sends?.microphone === false;
    case 'stopVideo':
      return sends?.camera === true;
    case 'askToStartVideo':
      return sends?.camera === false;
    case 'stopSharing':
      return sends?.screen === true;
    case 'lowerHand':
      return handUp;
    case 'makeCoHost':
      return role === 'guest';
    case 'makeGuest':
      return role === 'coHost' && !isOwner;
    case 'handOverHost':
      return true;
    case 'remove':
      return !isOwner && (role === 'guest' || (role === 'coHost' && standing === 'host'));
  }
}
