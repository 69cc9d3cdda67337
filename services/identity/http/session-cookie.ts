/**
 * The cookie that carries a session's token in browsers. Out of reach for scripts, never sent along by other sites' forms;
 * over TLS it is bound to this host and to TLS by its name.
 */
import { limits } from '@veche/contracts/limits.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';

const secureName = '__Host-veche';
/** On plain HTTP in a local network browsers drop Secure cookies, and the prefix demands Secure. */
const plainName = 'veche';

const localName = /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Chromium and Firefox take Secure cookies from a localhost without TLS; Safari does not. */
function secureCookieIsTaken(request: FastifyRequest): boolean {
  if (request.protocol === 'https') return true;
  const userAgent = request.headers['user-agent'] ?? '';
  const safari = userAgent.includes('AppleWebKit/') && !/Chrome\/|Chromium\//.test(userAgent);
  return localName.test(request.hostname) && !safari;
}

function cookieHeader(request: FastifyRequest, value: string, maxAgeSeconds: number): string {
  const rest = `Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}`;
  return secureCookieIsTaken(request) ? `${secureName}=${value}; Secure; ${rest}` : `${plainName}=${value}; ${rest}`;
}

/** Lasts as long as a session after its last use. */
export function giveSessionCookie(request: FastifyRequest, reply: FastifyReply, token: string): void {
  setCookie(reply, cookieHeader(request, token, Math.floor(limits.authTokenTtlMs / 1_000)));
}

export function takeSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  setCookie(reply, cookieHeader(request, '', 0));
}

/** Whoever speaks last is right: without the removal the framework would send both, a renewed cookie and its end. */
function setCookie(reply: FastifyReply, cookie: string): void {
  reply.removeHeader('set-cookie').header('set-cookie', cookie);
}

/** The token in the cookie header, if there is one. Over TLS only the prefixed name counts: the other could be planted from outside it. */
export function sessionCookieOf(request: FastifyRequest): string | undefined {
  const values = new Map<string, string>();
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0) values.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim());
  }
  const token = values.get(secureName) ?? (request.protocol === 'https' ? undefined : values.get(plainName));
  return token === '' ? undefined : token;
}
