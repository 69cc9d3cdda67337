/** The HTTP instance with everything that holds for every route: validation, logging without secrets, errors, headers, documentation. */
import { randomUUID } from 'node:crypto';
import fastifySwagger from '@fastify/swagger';
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import { chatFilesPath, chatSocketPath } from '@veche/contracts/chat/chat-files.ts';
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import { watchPath } from '@veche/contracts/rest/recordings.ts';
import { securitySchemes } from '@veche/contracts/rest/security.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import type { Limits } from '@veche/ports/limits/limits.ts';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { answerErrors, sendError } from './error-answers.ts';
import { answerParserError } from './parser-refusals.ts';
import { asksApi, limitRequests } from './request-limits.ts';
import { addSecurityHeaders, type PublicAddress } from './security-headers.ts';

export interface HttpSettings {
  readonly trustedProxies: number;
  readonly publicAddress: PublicAddress;
  readonly certificate: { readonly cert: Buffer; readonly key: Buffer } | undefined;
  readonly logger: Logger;
  readonly limits: Limits;
  isDraining(): boolean;
}

export type Http = FastifyInstance;

export async function buildHttp(settings: HttpSettings): Promise<Http> {
  // Node answers a request without Host by itself, and without words: `requireHost` has them.
  const node = { requireHostHeader: false } as const;
  const options = {
    bodyLimit: limits.requestBodyMaxBytes,
    trustProxy: (_address: string, hop: number) => hop < settings.trustedProxies,
    genReqId: () => randomUUID(),
    forceCloseConnections: true,
    requestTimeout: 30_000,
    exposeHeadRoutes: true,
    logger: false,
    // The framework's own answers are in no catalogue.
    frameworkErrors: sendError,
    clientErrorHandler: answerParserError,
    return503OnClosing: false,
  } as const;
  const http = (
    settings.certificate === undefined
      ? fastify({ ...options, http: node })
      : fastify({ ...options, https: { ...node, ...settings.certificate, minVersion: 'TLSv1.2' } })
  ) as FastifyInstance;
  http.withTypeProvider<TypeBoxTypeProvider>().setValidatorCompiler(TypeBoxValidatorCompiler);
  http.removeContentTypeParser('text/plain');
  answerErrors(http);
  overlookExpectations(http);
  logRequests(http, settings.logger);
  addSecurityHeaders(http, settings.publicAddress);
  requireHost(http);
  if (settings.trustedProxies === 0) warnOfProxy(http, settings.logger);
  limitRequests(http, settings.limits);
  refuseWhileEnding(http, settings.isDraining);
  await http.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Veche',
        version: '1',
        description: 'Accounts and meetings. Everything a person can do on a page, a script can do here.',
      },
      components: { securitySchemes },
    },
    refResolver: { buildLocalReference: (schema, _base, _fragment, index) => String(schema.$id ?? `schema${index}`) },
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
  const path = decoded(request.url.split('?')[0] ?? '');
  // Behind these stands what opens a chat, a file or a recording.
  const secret = [chatSocketPath, chatFilesPath, watchPath].find((prefix) => path.includes(prefix));
  return { requestId: request.id, method: request.method, path: secret ?? path };
}

/** An address can be written in many ways, as in `/%63hat/`. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Said once: whoever runs the server should know why visitors are refused as if they were one. */
function warnOfProxy(http: FastifyInstance, logger: Logger): void {
  let warned = false;
  http.addHook('onRequest', async ({ headers }) => {
    if (warned || headers['x-forwarded-for'] === undefined) return;
    warned = true;
    logger.warn(
      {},
      'A request came through a proxy, but VECHE_TRUST_PROXY is 0: everybody behind it counts as one address. If the proxy is yours, set VECHE_TRUST_PROXY=1.',
    );
  });
}

/** An unknown expectation may be overlooked (RFC 9110, section 10.1.1); Node would refuse it without words. */
function overlookExpectations(http: FastifyInstance): void {
  http.server.on('checkExpectation', (request, response) => http.server.emit('request', request, response));
}

/** RFC 9112, section 3.2. */
function requireHost(http: FastifyInstance): void {
  http.addHook('onRequest', async (request) => {
    const { headers, httpVersion } = request.raw;
    if (headers.host === undefined && httpVersion === '1.1') throw new VecheError('invalid_request');
  });
}

/** A program that is about to end starts nothing new, but still answers what only looks, until the listener closes. */
function refuseWhileEnding(http: FastifyInstance, isDraining: () => boolean): void {
  let closing = false;
  http.addHook('preClose', async () => {
    closing = true;
  });
  http.addHook('onRequest', async (request) => {
    const isNew = request.method === 'POST' && asksApi(request);
    if (closing || (isNew && isDraining())) throw new VecheError('shutting_down', { retryAfterSeconds: 5 });
  });
}
