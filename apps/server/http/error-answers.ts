/** The edge where errors become answers: every failure leaves as the catalogue's body, in the language of the request. */
import { type ErrorCode, errorBody, errorCatalogue, VecheError } from '@veche/contracts/errors.ts';
import { requestFault } from '@veche/contracts/request-fault.ts';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { requestLanguage } from './language.ts';
import type { WebApp } from './web-app.ts';

/** Must come before every route and plugin: each keeps the handler that it finds when it is registered. */
export function answerErrors(http: FastifyInstance): void {
  http.setErrorHandler((error: FastifyError | VecheError, request, reply) => sendError(error, request, reply));
}

/** What is at no route: the API's addresses are told so, the others may be pages of the web app. */
export function answerNotFound(http: FastifyInstance, webApp: WebApp): void {
  http.setNotFoundHandler((request, reply) => {
    const served = /^\/(api|chat|media)\//.test(request.url) ? undefined : webApp.servePage(request, reply);
    return served ?? sendError(new VecheError('not_found'), request, reply);
  });
}

/** For Fastify's `frameworkErrors` too: an address that is no text (`/%ff`) comes to no route, hook or error handler. */
export function sendError(
  error: FastifyError | VecheError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { known, status } = translate(error);
  if (known.retryAfterSeconds !== undefined) reply.header('retry-after', Math.ceil(known.retryAfterSeconds));
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .send(errorBody(known, requestLanguage(request.url, request.headers)));
}

/** What the catalogue calls an error, and the HTTP status that goes with it. */
export function translate(error: unknown): { readonly known: VecheError; readonly status: number } {
  if (error instanceof VecheError) return ofCatalogue(error);
  const { validation, statusCode, code } = error as Partial<FastifyError>;
  if (validation !== undefined) return ofCatalogue(requestFault(validation));
  if (statusCode === undefined || statusCode < 400 || statusCode >= 500) {
    return ofCatalogue(new VecheError('internal', { cause: error }));
  }
  const refusal = code === 'FST_ERR_BAD_URL' ? 'not_found' : refusals[statusCode];
  // What is left says something to HTTP itself, as 412 and 416 do: their status stays.
  return refusal === undefined
    ? { known: new VecheError('invalid_request'), status: statusCode }
    : ofCatalogue(new VecheError(refusal));
}

/** The framework's and the file server's own refusals, by their status. */
const refusals: Readonly<Record<number, ErrorCode>> = {
  403: 'not_found',
  404: 'not_found',
  408: 'request_timeout',
  413: 'request_too_large',
  414: 'not_found',
  415: 'content_type_unsupported',
  429: 'too_many_requests',
  431: 'headers_too_large',
};

function ofCatalogue(known: VecheError): { readonly known: VecheError; readonly status: number } {
  return { known, status: errorCatalogue[known.code].status };
}
