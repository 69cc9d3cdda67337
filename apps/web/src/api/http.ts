/** One way to ask the API: same origin, cookie session, JSON in and out, and every failure as an ApiFailure with a code. */
import { type ErrorCode, errorCatalogue } from '@veche/contracts/errors.ts';

export type ApiFailureCode = ErrorCode | 'unreachable';

export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  readonly code: ApiFailureCode;
  /** Which field of the form is meant, where the server could tell. */
  readonly field: string | undefined;

  constructor(code: ApiFailureCode, field?: string) {
    super(code);
    this.code = code;
    this.field = field;
  }
}

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

let notSignedIn = (): void => {};

/** `listener` runs whenever the server does not know who asks: a session that this page believes in has ended elsewhere. */
export function onNotSignedIn(listener: () => void): void {
  notSignedIn = listener;
}

export interface AskOptions {
  /** The page may go away meanwhile. */
  readonly keepalive?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `path` is relative to /api/v1. Rejects with ApiFailure only. */
export async function ask<Answer>(
  method: Method,
  path: string,
  body?: unknown,
  { keepalive = false, headers = {} }: AskOptions = {},
): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      credentials: 'same-origin',
      keepalive,
      headers: {
        accept: 'application/json',
        'accept-language': document.documentElement.lang || 'en',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new ApiFailure('unreachable');
  }
  const text = await response.text().catch(() => '');
  const value = parse(text);
  if (!response.ok) {
    const failure = failureOf(value, response.status);
    if (failure.code === 'not_signed_in') notSignedIn();
    throw failure;
  }
  return value as Answer;
}

export const failureCode = (error: unknown): ApiFailureCode => (error instanceof ApiFailure ? error.code : 'internal');

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function failureOf(value: unknown, status: number): ApiFailure {
  const error = (value as { error?: { code?: unknown; field?: unknown } } | undefined)?.error;
  if (typeof error?.code === 'string' && Object.hasOwn(errorCatalogue, error.code)) {
    return new ApiFailure(error.code as ErrorCode, typeof error.field === 'string' ? error.field : undefined);
  }
  return new ApiFailure(status === 502 || status === 504 ? 'unreachable' : 'internal');
}
