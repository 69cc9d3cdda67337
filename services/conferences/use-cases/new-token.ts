/** A secret that opens one place: 768 random bits, as text for an address. */
import { limits } from '@veche/contracts/limits.ts';
import type { ConferencesParts } from '../conferences-parts.ts';

export const newToken = ({ random }: Pick<ConferencesParts, 'random'>): string =>
  Buffer.from(random.bytes((limits.authTokenLength * 3) / 4)).toString('base64url');
