/** The edge where errors become answers: every failure leaves as the catalogue's body, in the language of the request. */
import { type ErrorCode, errorBody, errorCatalogue, VecheError } from '@veche/contracts/errors.ts';
import { requestFault } from '@veche/contracts/request-fault.ts';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { requestLanguage } from './language.ts';

/** Must come before every route and plugin: each keeps the handler that it finds when it is registered. */
export function answerErrors(http: FastifyInstance): void {
  http.setErrorHandler((error: FastifyError | VecheError, request, reply) => sendError(error, request, reply));
}

/** What is at no route: the API's addresses are told so, the others may be pages, which `servePage` answers. */
export function answerNotFound(
  http: FastifyInstance,
  servePage: (request: FastifyRequest, reply: FastifyReply) => FastifyReply | undefined,
): void {
  http.setNotFoundHandler((request, reply) => {
    const served = request.url.startsWith('/api/') ? undefined : servePage(request, reply);
    return served ?? sendError(new VecheError('not_found'), request, reply);
  });
}

function sendError(error: FastifyError | VecheError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { known, status } = translate(error);
  if (known.retryAfterSeconds !== undefined) reply.header('retry-after', Math.ceil(known.retryAfterSeconds));
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .send(errorBody(known, requestLanguage(request.url, request.headers)));
}

/** What the catalogue calls an error, and the HTTP status that goes with it. */
export function translate(error: unknown): { readonly known: VecheError; readonly status: number } {
  if (error instanceof VecheError) return { known: error, status: errorCatalogue[error.code].status };
  const { validation, statusCode } = error as Partial<FastifyError>;
  if (validation !== undefined) {
    return { known: requestFault(validation), status: 400 };
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return { known: new VecheError(codeOf(statusCode)), status: statusCode };
  }
  return { known: new VecheError('internal', { cause: error }), status: 500 };
}

/** The framework's own refusals: bad JSON, a body too large, an unknown media type. */
function codeOf(status: number): ErrorCode {
  if (status === 404) return 'not_found';
  return status === 429 ? 'too_many_requests' : 'invalid_request';
}
