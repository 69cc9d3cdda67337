/** Finds out who sends a request: by bearer token (scripts) or by cookie (browsers, then only from our own pages). */
import { VecheError } from '@veche/contracts/errors.ts';
import type { FastifyRequest } from 'fastify';
import type { IdentityParts, SignedIn } from '../identity-parts.ts';
import { authenticate } from '../use-cases/authenticate.ts';
import { requireOwnOrigin } from './own-origin.ts';
import { sessionCookieOf } from './session-cookie.ts';

/** Answers nothing for a stranger. Throws `origin_not_allowed`, `overloaded`. */
export async function signedIn(parts: IdentityParts, request: FastifyRequest): Promise<SignedIn | undefined> {
  const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return authenticate(parts, bearer);
  const cookie = sessionCookieOf(request);
  if (cookie === undefined) return undefined;
  requireOwnOrigin(request);
  return authenticate(parts, cookie);
}

/** The same for routes that need an account: throws `not_signed_in` too. */
export async function requireSignedIn(parts: IdentityParts, request: FastifyRequest): Promise<SignedIn> {
  const found = await signedIn(parts, request);
  if (found === undefined) throw new VecheError('not_signed_in');
  return found;
}
