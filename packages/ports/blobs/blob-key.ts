/**
 * Keys that are safe as paths, as object names and in addresses: words of small letters, digits, `-` and `_`, parted by `/`. What people
 * name their files never stands in a key.
 */
import { invariant } from '@veche/kernel/invariant.ts';

const word = /^[a-z0-9][a-z0-9_-]{0,99}$/;
const keyMaxLength = 400;

export function isBlobKey(key: string): boolean {
  return key.length <= keyMaxLength && key.split('/').every((part) => word.test(part));
}

/** Keys are made by the program: another one is a bug of ours. */
export function requireBlobKey(key: string): void {
  invariant(isBlobKey(key), `No blob key: ${JSON.stringify(key.slice(0, 100))}`);
}
