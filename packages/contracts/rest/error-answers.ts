/**
 * What a route may refuse, as its schema and the OpenAPI document tell it: for each status the one error body, described by
 * the codes that may stand in it and their words.
 */
import Type, { type TSchema } from 'typebox';
import { type ErrorBody, type ErrorCode, errorCatalogue } from '../errors.ts';

/** Every plugin that uses `errorAnswers` adds this schema to its instance. */
export const ErrorAnswer = Type.Object(
  {
    error: Type.Object({
      code: Type.String({ description: 'Stays the same in every language and version' }),
      message: Type.String({ description: 'What to do next, in the language of ?lang= or Accept-Language' }),
      retryable: Type.Boolean({ description: 'The same call may work later' }),
      field: Type.Optional(Type.String({ description: 'The field of the request that is meant' })),
      retryAfterSeconds: Type.Optional(Type.Number()),
    }),
  },
  { $id: 'ErrorAnswer' },
);

/** What every route of the API may answer. */
const everywhere = ['too_many_requests', 'internal'] as const satisfies readonly ErrorCode[];
/** For routes that read a body. */
export const bodyFaults = [
  'invalid_request',
  'request_too_large',
  'content_type_unsupported',
] as const satisfies readonly ErrorCode[];
/** For routes that change something for whoever is signed in. */
export const changeFaults = [
  'not_signed_in',
  'origin_not_allowed',
  'overloaded',
] as const satisfies readonly ErrorCode[];

/** The error half of a route's `response`: a status for each of the codes, and what every route may answer. */
export function errorAnswers(...codes: readonly ErrorCode[]): Record<number, TSchema> {
  const byStatus = Map.groupBy(new Set([...codes, ...everywhere]), (code) => errorCatalogue[code].status);
  return Object.fromEntries([...byStatus].map(([status, those]) => [status, errorAnswer(those)]));
}

function errorAnswer(codes: readonly ErrorCode[]): TSchema {
  const description = codes.map((code) => `\`${code}\`: ${errorCatalogue[code].en}`).join('\n');
  return Type.Unsafe<ErrorBody>({ $ref: 'ErrorAnswer#', description });
}
