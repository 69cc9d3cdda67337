/** `Range` of a request for one file (RFC 9110, section 14). */
import type { ByteRange } from '@veche/ports/blobs/blobs.ts';

/**
 * The one range that is asked for; `all` when none is, or more than one, or none that can be understood: the whole file is an answer to each of
 * these. `unsatisfiable`: it begins behind the end.
 */
export function rangeOf(field: string | undefined, sizeBytes: number): ByteRange | 'all' | 'unsatisfiable' {
  const [, first = '', last = ''] = /^bytes=([0-9]{0,15})-([0-9]{0,15})$/.exec(field ?? '') ?? [];
  if (first === '' && last === '') return 'all';
  if (first === '') {
    const suffixBytes = Math.min(Number(last), sizeBytes);
    return suffixBytes === 0 ? 'unsatisfiable' : { first: sizeBytes - suffixBytes, last: sizeBytes - 1 };
  }
  if (last !== '' && Number(last) < Number(first)) return 'all';
  if (Number(first) >= sizeBytes) return 'unsatisfiable';
  return { first: Number(first), last: last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1) };
}
