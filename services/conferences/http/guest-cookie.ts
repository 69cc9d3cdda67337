/**
 * The cookie by which the browser of somebody without an account is known again, so that whoever was put out of a meeting does not come back by asking
 * anew. It opens nothing and names nobody.
 */
import type { Random } from '@veche/kernel/random.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';

const name = 'veche_guest';
const keyBytes = 16;
const keyText = /^[A-Za-z0-9_-]{22}$/;
const maxAgeSeconds = 365 * 24 * 3_600;

/** What the request brings, if it is one of ours. */
export function guestKeyOf(request: FastifyRequest): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (pair.slice(0, at).trim() !== name) continue;
    const key = pair.slice(at + 1).trim();
    if (keyText.test(key)) return key;
  }
  return undefined;
}

/** The same; a browser that has none is given one. `publicUrl`: the origin by which the request came. */
export function requireGuestKey(
  request: FastifyRequest,
  reply: FastifyReply,
  { random, publicUrl }: { readonly random: Random; readonly publicUrl: string },
): string {
  const known = guestKeyOf(request);
  if (known !== undefined) return known;
  const key = Buffer.from(random.bytes(keyBytes)).toString('base64url');
  const secure = publicUrl.startsWith('https:') ? ' Secure;' : '';
  const rest = `Path=/api/v1/conferences; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}`;
  reply.header('set-cookie', `${name}=${key};${secure} ${rest}`);
  return key;
}
