/** What can go wrong in a call, in one shape: the server's catalogue words where the server spoke, own words where no server could be asked. */
import { type ErrorCode, errorCatalogue } from '@veche/contracts/errors.ts';

/** `connection_lost`: no answer from the server. `media_unavailable`: the browser cannot build what sound and picture need. */
export type CallErrorCode = ErrorCode | 'connection_lost' | 'media_unavailable';

export interface CallError {
  readonly code: CallErrorCode;
  /** Words for a person, in the language that the server was asked in; English for the two codes of our own. */
  readonly message: string;
  /** The same call may work later. */
  readonly retryable: boolean;
}

/** The one error with which this package rejects. */
export class CallFailure extends Error implements CallError {
  override readonly name = 'CallFailure';
  readonly code: CallErrorCode;
  readonly retryable: boolean;

  constructor(error: CallError, cause?: unknown) {
    super(error.message, cause === undefined ? undefined : { cause });
    this.code = error.code;
    this.retryable = error.retryable;
  }

  toCallError(): CallError {
    return { code: this.code, message: this.message, retryable: this.retryable };
  }
}

export const connectionLost = (): CallFailure =>
  new CallFailure({
    code: 'connection_lost',
    message: 'The server does not answer. Check your connection.',
    retryable: true,
  });

export const mediaUnavailable = (cause: unknown): CallFailure =>
  new CallFailure(
    {
      code: 'media_unavailable',
      message: 'This browser cannot send or receive sound and picture here.',
      retryable: false,
    },
    cause,
  );

/** Reads the `error` member of a JSON-RPC answer (`data` is the catalogue's body); anything unknown becomes `internal`. */
export function callFailureFromRpc(error: unknown): CallFailure {
  const data = member(error, 'data');
  const code = member(data, 'code');
  const message = member(data, 'message');
  const known = typeof code === 'string' && Object.hasOwn(errorCatalogue, code) ? (code as ErrorCode) : 'internal';
  const retryable = member(data, 'retryable');
  return new CallFailure({
    code: known,
    message: typeof message === 'string' ? message : errorCatalogue[known].en,
    retryable: typeof retryable === 'boolean' ? retryable : errorCatalogue[known].retryable,
  });
}

/** Whatever was thrown, as a CallFailure: a foreign error comes from the browser's media engine. */
export function asCallFailure(error: unknown): CallFailure {
  return error instanceof CallFailure ? error : mediaUnavailable(error);
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
