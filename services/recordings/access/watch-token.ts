/**
 * What opens a recording's media for a while: it names the recording and the right by which it was given. Players and downloads send no cookie and no key
 * along, so it stands in the address; that is why it is short-lived, and the right is asked for again behind it.
 */
import { limits } from '@veche/contracts/limits.ts';
import { signedText, verifiedText } from './signed-text.ts';

/** By which right somebody watches. */
export type Grant =
  | { readonly by: 'owner'; readonly userId: string }
  | { readonly by: 'share'; readonly shareId: string };

export interface WatchToken {
  readonly recordingId: string;
  readonly grant: Grant;
  readonly expiresAtMs: number;
}

/** Within a minute addresses stay the same, so that a browser need not load a picture anew. */
const slotMs = 60_000;

export function writeWatchToken(recordingId: string, grant: Grant, nowMs: number, secret: Uint8Array): string {
  const expiresAtMs = Math.floor(nowMs / slotMs) * slotMs + limits.recordingLinkTtlMs;
  const holder = grant.by === 'owner' ? grant.userId : grant.shareId;
  return signedText(JSON.stringify([recordingId, grant.by, holder, expiresAtMs]), secret);
}

/** Undefined for what is none of ours. Never throws. */
export function readWatchToken(text: string, nowMs: number, secret: Uint8Array): WatchToken | 'expired' | undefined {
  const claims = verifiedText(text, secret);
  if (claims === undefined) return undefined;
  // Nobody else could have signed it: it has the shape that was given to it above.
  const [recordingId, by, holder, expiresAtMs] = JSON.parse(claims) as [string, Grant['by'], string, number];
  if (expiresAtMs <= nowMs) return 'expired';
  return { recordingId, grant: by === 'owner' ? { by, userId: holder } : { by, shareId: holder }, expiresAtMs };
}
