/** The HTTP instance with everything that holds for every route: validation, logging without secrets, errors, headers, documentation. */
import { randomUUID } from 'node:crypto';
import fastifySwagger from '@fastify/swagger';
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { answerErrors } from './error-answers.ts';
import { addSecurityHeaders, type PublicAddress } from './security-headers.ts';

export interface HttpSettings {
  readonly trustedProxies: number;
  readonly publicAddress: PublicAddress;
  readonly certificate: { readonly cert: Buffer; readonly key: Buffer } | undefined;
  readonly logger: Logger;
  isDraining(): boolean;
}

export type Http = FastifyInstance;

export async function buildHttp(settings: HttpSettings): Promise<Http> {
  const options = {
    bodyLimit: limits.requestBodyMaxBytes,
    trustProxy: (_address: string, hop: number) => hop < settings.trustedProxies,
    genReqId: () => randomUUID(),
    forceCloseConnections: true,
    requestTimeout: 30_000,
    exposeHeadRoutes: true,
    logger: false,
  } as const;
  const http = (
    settings.certificate === undefined
      ? fastify(options)
      : fastify({ ...options, https: { ...settings.certificate, minVersion: 'TLSv1.2' } })
  ) as FastifyInstance;
  http.withTypeProvider<TypeBoxTypeProvider>().setValidatorCompiler(TypeBoxValidatorCompiler);
  answerErrors(http);
  logRequests(http, settings.logger);
  refuseWhileDraining(http, settings.isDraining);
  await addSecurityHeaders(http, settings.publicAddress);
  await http.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Veche',
        version: '1',
        description: 'Accounts and meetings. Everything a person can do on a page, a script can do here.',
      },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    },
  });
  http.get('/api/v1/openapi.json', { schema: { hide: true } }, async () => http.swagger());
  return http;
}

/** One line per answered request: never its query, its headers or its body, where secrets stand. */
function logRequests(http: FastifyInstance, logger: Logger): void {
  http.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  http.addHook('onError', async (request, _reply, error) => {
    const { statusCode } = error as { statusCode?: number };
    if (error instanceof VecheError || (statusCode !== undefined && statusCode < 500)) return;
    logger.error({ ...identify(request), err: error }, 'A request failed');
  });
  http.addHook('onResponse', async (request, reply) => {
    const fields = { ...identify(request), status: reply.statusCode, durationMs: Math.round(reply.elapsedTime) };
    logger.debug(fields, 'Answered a request');
  });
}

function identify(request: FastifyRequest): { requestId: string; method: string; path: string } {
  return { requestId: request.id, method: request.method, path: request.url.split('?')[0] ?? '' };
}

/** A program that is about to end starts nothing new, but still answers what only looks. */
function refuseWhileDraining(http: FastifyInstance, isDraining: () => boolean): void {
  http.addHook('onRequest', async (request) => {
    const isNew = request.method === 'POST' && request.url.startsWith('/api/');
    if (isNew && isDraining()) throw new VecheError('shutting_down', { retryAfterSeconds: 5 });
  });
}
