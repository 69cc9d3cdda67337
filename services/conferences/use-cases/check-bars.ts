/** Whether somebody was put out of a meeting, or may be who was. The owner never is. */
import type { ConferencesParts } from '../conferences-parts.ts';
import type { Bar } from '../store/bars.ts';

/** What somebody is known by. */
export interface KnownBy {
  readonly userId: string | null;
  /** Of the browser of somebody who has once come without an account. */
  readonly guestKey?: string | undefined;
  readonly address?: string | undefined;
}

/** Somebody who was put out, beyond doubt. */
export function isBarred(parts: Pick<ConferencesParts, 'bars'>, conferenceId: string, who: KnownBy): Promise<boolean> {
  return parts.bars.stands(conferenceId, barsOf({ userId: who.userId, guestKey: who.guestKey }));
}

/**
 * Somebody who comes from where another was put out, with an account or without: either is soon had, and soon left. Many others may live
 * behind an address, so nobody is refused for it: a host is to look at who it is.
 */
export function isSuspect(parts: Pick<ConferencesParts, 'bars'>, conferenceId: string, who: KnownBy): Promise<boolean> {
  return parts.bars.stands(conferenceId, barsOf({ userId: null, address: who.address }));
}

/** Asked again whenever a place is shown: it may have been taken in advance, before the one who took it was put out. Never asked of the owner. */
export async function mustWait(
  parts: Pick<ConferencesParts, 'bars'>,
  conferenceId: string,
  place: KnownBy & { readonly mustWait?: boolean },
): Promise<boolean> {
  return place.mustWait === true || (await isSuspect(parts, conferenceId, place));
}

/** What keeps somebody out. */
export function barsOf({ userId, guestKey, address }: KnownBy): readonly Bar[] {
  return [
    ...(userId === null ? [] : [{ kind: 'account', value: userId } as const]),
    ...(guestKey === undefined ? [] : [{ kind: 'guest', value: guestKey } as const]),
    ...(address === undefined ? [] : [{ kind: 'address', value: address } as const]),
  ];
}
