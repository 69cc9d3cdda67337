/**
 * Finds out who sends a request: by bearer token (scripts) or by cookie (browsers, then only from our own pages). Whoever
 * is found may change so much in a minute and no more, whichever route it goes through; ending sessions is always possible,
 * or a stolen one could keep itself alive by using the account's changes up.
 */
import { VecheError } from '@veche/contracts/errors.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { takeOrRefuse } from '../gate/rate-limits.ts';
import type { IdentityParts, SignedIn } from '../identity-parts.ts';
import { authenticate } from '../use-cases/authenticate.ts';
import { isHarmless, requireOwnOrigin } from './own-origin.ts';
import { giveSessionCookie, sessionCookieOf } from './session-cookie.ts';

/** Answers nothing for a stranger. Throws `origin_not_allowed`, `too_many_requests`, `overloaded`. Ask once per request. */
export async function signedIn(
  parts: IdentityParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<SignedIn | undefined> {
  const found = await whoSends(parts, request, reply);
  if (found !== undefined && !isHarmless(request)) {
    await takeOrRefuse(parts.limits, 'changesPerAccount', found.userId);
  }
  return found;
}

/** The same for routes that need an account: throws `not_signed_in` too. */
export async function requireSignedIn(
  parts: IdentityParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<SignedIn> {
  return required(await signedIn(parts, request, reply));
}

/** For routes that do nothing but end sessions. Throws what `requireSignedIn` does. */
export async function requireSignedInToEnd(
  parts: IdentityParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<SignedIn> {
  return required(await whoSends(parts, request, reply));
}

function required(found: SignedIn | undefined): SignedIn {
  if (found === undefined) throw new VecheError('not_signed_in');
  return found;
}

async function whoSends(
  parts: IdentityParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<SignedIn | undefined> {
  const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return authenticate(parts, bearer);
  const cookie = sessionCookieOf(request);
  if (cookie === undefined) return undefined;
  requireOwnOrigin(request);
  const found = await authenticate(parts, cookie);
  // The session's life has begun anew, and the browser forgets its cookie when the first one's is over.
  if (found?.renewed === true) giveSessionCookie(request, reply, cookie);
  return found;
}
