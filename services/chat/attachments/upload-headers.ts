/** The header fields of tus 1.0.0 as they come from outside: read strictly, or refused. */
import { VecheError } from '@veche/contracts/errors.ts';

/** A field as Node hands it over. */
export type HeaderField = string | string[] | undefined;

/** At most 15 digits: exact as a number. Throws `invalid_request`. */
export function requireByteCount(field: HeaderField): number {
  if (typeof field !== 'string' || !/^(0|[1-9][0-9]{0,14})$/.test(field)) throw new VecheError('invalid_request');
  return Number(field);
}

/**
 * `filename` of `Upload-Metadata`: pairs of a key and Base64 (RFC 4648, section 4), parted by commas; a key alone has an empty value. Throws
 * `invalid_request`.
 */
export function requireFileNameField(field: HeaderField): string {
  if (typeof field !== 'string') throw new VecheError('invalid_request', { field: 'filename' });
  const pairs = field.split(',').map((pair) => pair.trim().split(' '));
  const names = pairs.filter(([key]) => key === 'filename');
  const [name] = names;
  if (name === undefined || names.length > 1 || name.length > 2) {
    throw new VecheError('invalid_request', { field: 'filename' });
  }
  return decoded(name[1] ?? '');
}

/** As `requireFileNameField` reads it. */
export function fileNameField(name: string): string {
  return `filename ${Buffer.from(name, 'utf8').toString('base64')}`;
}

function decoded(base64: string): string {
  const bytes = Buffer.from(base64, 'base64');
  // Node passes over what is no Base64; here it is refused.
  if (bytes.toString('base64') !== base64) throw new VecheError('invalid_request', { field: 'filename' });
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new VecheError('invalid_request', { field: 'filename' });
  }
}
