/** Against forged requests: what changes something by the power of a cookie must come from a page of this very host. */
import { VecheError } from '@veche/contracts/errors.ts';
import type { FastifyRequest } from 'fastify';

const harmlessMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether the request only looks. */
export function isHarmless(request: FastifyRequest): boolean {
  return harmlessMethods.has(request.method);
}

/**
 * Throws `origin_not_allowed`. Browsers set both headers themselves, no script can; a browser that sends neither with such a
 * request doesn't exist any more, so silence is refused too. Scripts from outside use a bearer token and don't come here.
 */
export function requireOwnOrigin(request: FastifyRequest): void {
  if (isHarmless(request)) return;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) {
    if (site === 'same-origin' || site === 'none') return;
    throw new VecheError('origin_not_allowed');
  }
  const { origin } = request.headers;
  if (origin === undefined || hostOf(origin) !== withoutDefaultPort(request.host)) {
    throw new VecheError('origin_not_allowed');
  }
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? withoutDefaultPort(new URL(origin).host) : undefined;
}

function withoutDefaultPort(host: string): string {
  return host.toLowerCase().replace(/:(?:80|443)$/, '');
}
