/** Identity over the real embedded profile in a folder of its own, with a clock that the test turns. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { undocumentedError } from '@veche/contracts/rest/documented-errors-suite.ts';
import { silentLogger } from '@veche/kernel/logger.ts';
import { openEmbedded } from '@veche/profiles/embedded.ts';
import { httpForTests } from '@veche/testkit/http-for-tests.ts';
import { ManualClock } from '@veche/testkit/manual-clock.ts';
import { seededRandomSource } from '@veche/testkit/random.ts';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { type Identity, openIdentity } from '../identity.ts';

export interface IdentityForTests {
  readonly identity: Identity;
  readonly http: FastifyInstance;
  readonly clock: ManualClock;
  /** Errors that are none of the catalogue, and those that the route's schema does not tell of. */
  readonly unexpected: readonly unknown[];
  readonly deletedAccounts: string[];
  readonly endedSessions: string[];
  /** Sends JSON, as a script does: with a bearer token, without an origin. */
  send(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    options?: SendOptions,
  ): Promise<LightMyRequestResponse>;
  /** Registers and signs in; answers the token. */
  newcomer(email: string, password?: string): Promise<string>;
  /** Closes everything and opens it again on the same data, as a restart does. */
  restart(): Promise<IdentityForTests>;
  close(): Promise<void>;
}

export interface SendOptions {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly address?: string;
}

export const goodPassword = 'tulip-otter-71';

export async function identityForTests(
  dataFolder?: string,
  clock: ManualClock = new ManualClock(),
  seed = 1,
): Promise<IdentityForTests> {
  const folder = dataFolder ?? (await mkdtemp(join(tmpdir(), 'veche-identity-')));
  const random = seededRandomSource(seed);
  const ports = await openEmbedded({ dataFolder: folder, clock, random });
  const deletedAccounts: string[] = [];
  const endedSessions: string[] = [];
  const identity = await openIdentity({
    ...ports,
    clock,
    random,
    logger: silentLogger,
    accountDeleted: async (userId) => {
      deletedAccounts.push(userId);
    },
  });
  identity.events.on('sessionsEnded', ({ sessionIds }) => endedSessions.push(...sessionIds));
  const { http, unexpected } = await httpForTests(async (instance) => {
    instance.addHook('onSend', async ({ method, routeOptions }, reply, payload) => {
      const missing = undocumentedError(routeOptions.schema?.response, reply.statusCode, String(payload));
      if (missing !== undefined) unexpected.push(`${method} ${routeOptions.url}: ${missing}`);
    });
    await instance.register(identity.plugin);
  });
  const close = async () => {
    await http.close();
    identity.close();
    await ports.close();
  };
  const send: IdentityForTests['send'] = (method, url, { token, body, headers = {}, address } = {}) =>
    http.inject({
      method,
      url,
      headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
      ...(body === undefined ? {} : { payload: body as object }),
      ...(address === undefined ? {} : { remoteAddress: address }),
    });
  return {
    identity,
    http,
    clock,
    unexpected,
    deletedAccounts,
    endedSessions,
    send,
    newcomer: async (email, password = goodPassword) => {
      await send('POST', '/api/v1/users', { body: { name: 'Ann', email, password } });
      const answer = await send('POST', '/api/v1/sessions', { body: { email, password } });
      return answer.json<{ token: string }>().token;
    },
    restart: async () => {
      await close();
      return identityForTests(folder, clock, seed + 1);
    },
    close: async () => {
      await close();
      await rm(folder, { recursive: true });
    },
  };
}
