/** A bare Fastify for tests of one service: its errors leave as they do from the whole program, and nothing else is added. */
import { errorBody, errorCatalogue, VecheError } from '@veche/contracts/errors.ts';
import Fastify, { type FastifyInstance, type FastifyPluginAsync } from 'fastify';

/** An error that is no VecheError is kept in `unexpected`, so that a test can insist on none. */
export async function httpForTests(
  plugin: FastifyPluginAsync,
): Promise<{ readonly http: FastifyInstance; readonly unexpected: unknown[] }> {
  const http = Fastify();
  const unexpected: unknown[] = [];
  http.setErrorHandler((error, _request, reply) => {
    if (!(error instanceof VecheError)) unexpected.push(error);
    const known = error instanceof VecheError ? error : new VecheError('internal');
    if (known.retryAfterSeconds !== undefined) reply.header('retry-after', known.retryAfterSeconds);
    return reply.code(errorCatalogue[known.code].status).send(errorBody(known, 'en'));
  });
  await http.register(plugin);
  return { http, unexpected };
}
