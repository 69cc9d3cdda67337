/**
 * Addresses of a recording's media carry a token that opens them for some minutes. A player that is open for hours puts the newest one into every address
 * before it asks, so that none of them has run out.
 */
import { watchPath } from '@veche/contracts/recording/recording-paths.ts';

/** `url`: whatever the player asks for, whole or relative to the server. `fresh`: any address of the same recording that was given a moment ago. */
export function withFreshToken(url: string, fresh: string | null): string {
  const from = tokenOf(url);
  const to = fresh === null ? undefined : tokenOf(fresh);
  if (from === undefined || to === undefined) return url;
  return `${url.slice(0, from.at)}${to.token}${url.slice(from.at + from.token.length)}`;
}

function tokenOf(url: string): { readonly token: string; readonly at: number } | undefined {
  // Only in the path: what stands behind ? or # is not ours.
  const path = url.split(/[?#]/u, 1)[0] ?? '';
  const begins = path.indexOf(watchPath);
  if (begins < 0) return undefined;
  const at = begins + watchPath.length;
  const ends = path.indexOf('/', at);
  return ends <= at ? undefined : { token: path.slice(at, ends), at };
}
