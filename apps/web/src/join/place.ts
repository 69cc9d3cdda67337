/** The place in a meeting that this tab holds; it outlives a reload of the page, not the tab. */
import type { Obeyed } from '@veche/client/obedience.ts';
import type { JoinAnswer } from '@veche/contracts/rest/conferences.ts';

export interface Place extends JoinAnswer {
  readonly name: string;
  /** The name was chosen inside: a server that was started anew knows only the one of the join. */
  readonly renamed?: boolean;
  /** Whether the microphone and the camera were on when last seen. */
  readonly microphoneOn: boolean;
  readonly cameraOn: boolean;
  /** Up to when hosts were obeyed: a page that was loaded anew neither mutes again whoever has unmuted since, nor misses what came meanwhile. */
  readonly obeyed?: Obeyed;
}

const keyOf = (conferenceId: string): string => `veche.place.${conferenceId}`;

export function keepPlace(conferenceId: string, place: Place): void {
  try {
    sessionStorage.setItem(keyOf(conferenceId), JSON.stringify(place));
  } catch {
    // Without storage a reload asks for the name again.
  }
}

export function forgetPlace(conferenceId: string): void {
  try {
    sessionStorage.removeItem(keyOf(conferenceId));
  } catch {
    // Nothing was kept then.
  }
}

/** Whether the page at this path goes straight back into a meeting. */
export function keepsPlaceAt(path: string): boolean {
  const conferenceId = /^\/j\/([^/]+)/.exec(path)?.[1]?.toLowerCase();
  return conferenceId !== undefined && keptPlace(conferenceId) !== undefined;
}

export function keptPlace(conferenceId: string): Place | undefined {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(keyOf(conferenceId)) ?? 'null');
    // One that was kept by a page of an older version is joined anew.
    const isPlace = typeof value === 'object' && value !== null && 'participantToken' in value && 'chatUrl' in value;
    return isPlace ? (value as Place) : undefined;
  } catch {
    return undefined;
  }
}
