/** The HTTP edge with a few routes behind it, and everything that it logged. */
import { MemoryLimits } from '@veche/adapters/memory/memory-limits.ts';
import { VecheError } from '@veche/contracts/errors.ts';
import type { LogFields, Logger } from '@veche/kernel/logger.ts';
import { ManualClock } from '@veche/testkit/manual-clock.ts';
import Type from 'typebox';
import { buildHttp, type Http } from '../build-http.ts';
import { answerNotFound } from '../error-answers.ts';
import { addHealth, type HealthFacts } from '../health.ts';

export interface HttpForTests {
  readonly http: Http;
  readonly clock: ManualClock;
  readonly lines: { readonly fields: LogFields; readonly message: string }[];
}

const open: Http[] = [];

export async function startHttp(
  options: { publicUrl?: string; trustedProxies?: number; draining?: boolean; facts?: HealthFacts } = {},
): Promise<HttpForTests> {
  const lines: { fields: LogFields; message: string }[] = [];
  const note = (fields: LogFields, message: string): void => void lines.push({ fields, message });
  const logger: Logger = { debug: note, info: note, warn: note, error: note, child: () => logger };
  const publicUrl = options.publicUrl ?? '';
  const clock = new ManualClock();
  const http = await buildHttp({
    trustedProxies: options.trustedProxies ?? 0,
    publicAddress: { publicUrl, tls: publicUrl.startsWith('https:') },
    certificate: undefined,
    logger,
    limits: new MemoryLimits(clock),
    isDraining: () => options.draining === true,
  });
  open.push(http);
  answerNotFound(http, { isBuilt: () => true, servePage: () => undefined });
  const body = Type.Object({ name: Type.String(), password: Type.Optional(Type.String()) });
  http.post('/api/v1/things', { schema: { body } }, async () => ({ ok: true }));
  http.get('/api/v1/things/:id', async () => ({ ok: true }));
  http.get('/page', async () => ({ ok: true }));
  http.get('/api/v1/slow', async () => {
    throw new VecheError('too_many_requests', { retryAfterSeconds: 2.2 });
  });
  http.get('/api/v1/broken', async () => {
    throw new TypeError('secret detail');
  });
  if (options.facts !== undefined) {
    const { facts } = options;
    addHealth(http, async () => facts);
  }
  return { http, clock, lines };
}

/** For `afterEach`. */
export async function closeHttp(): Promise<void> {
  for (const http of open.splice(0)) await http.close();
}
