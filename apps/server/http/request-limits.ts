/**
 * How often one address may ask the API, before anything is done for it. Storage commits on the loop that answers signalling,
 * so whoever asks without end would slow down every meeting. What needs a tighter bound has one in its service.
 */
import { limits } from '@veche/contracts/limits.ts';
import { addressSubject } from '@veche/ports/limits/address-subject.ts';
import type { Limits, Rate } from '@veche/ports/limits/limits.ts';
import { requireTake } from '@veche/ports/limits/require-take.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const requests: Rate = { capacity: limits.requestsPerAddressPerMinute, perMs: 60_000 };
const changes: Rate = { capacity: limits.changesPerAddressPerMinute, perMs: 60_000 };
const harmlessMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Holds for routes that are registered afterwards. Whoever asks too often is told `too_many_requests`. */
export function limitRequests(http: FastifyInstance, buckets: Limits): void {
  http.addHook('onRequest', async (request) => {
    if (!asksApi(request)) return;
    const subject = addressSubject(request.ip);
    await requireTake(buckets, `requestsPerAddress:${subject}`, requests);
    if (!harmlessMethods.has(request.method)) await requireTake(buckets, `changesPerAddress:${subject}`, changes);
  });
}

/** By its route too: the address itself can be written in many ways, as in `/%61pi/`. */
export function asksApi({ routeOptions, url }: FastifyRequest): boolean {
  return routeOptions.url?.startsWith('/api/') === true || url.startsWith('/api/');
}
