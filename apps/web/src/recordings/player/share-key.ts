/** The key of a share link stands behind the # of the page's address, which browsers send to nobody. */

/** Undefined where there is none. */
export function keyInHash(hash: string): string | undefined {
  const key = new URLSearchParams(hash.replace(/^#/u, '')).get('key');
  // What no header could carry is no key of ours.
  return key !== null && /^[\w.~-]{1,200}$/u.test(key) ? key : undefined;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu;

/** Anything else in the page's address asks the server for nothing. */
export const isRecordingId = (text: string): boolean => uuid.test(text);
