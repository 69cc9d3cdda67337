/** Text that only this program can have written, for links that open something for a while: HMAC-SHA-256 over it with a secret of its own. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Letters, digits, `-`, `_` and one dot. */
export function signedText(text: string, secret: Uint8Array): string {
  const claims = Buffer.from(text).toString('base64url');
  return `${claims}.${signature(claims, secret)}`;
}

/** Undefined for everything that `signedText` did not answer under this secret, to the letter. Never throws. */
export function verifiedText(signed: string, secret: Uint8Array): string | undefined {
  const [claims = '', given = '', ...rest] = signed.split('.');
  const [right, theirs] = [Buffer.from(signature(claims, secret)), Buffer.from(given)];
  if (rest.length > 0 || right.length !== theirs.length || !timingSafeEqual(right, theirs)) return undefined;
  return Buffer.from(claims, 'base64url').toString();
}

function signature(claims: string, secret: Uint8Array): string {
  return createHmac('sha256', secret).update(claims).digest('base64url');
}
