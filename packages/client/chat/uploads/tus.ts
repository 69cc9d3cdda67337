/** The server's uploads: tus 1.0.0, core with creation and termination. Each call rejects with a CallFailure. */
import {
  type ChatFilesAccess,
  chatUploadsPath,
  tusVersion,
  uploadContentType,
} from '@veche/contracts/chat/chat-files.ts';
import { type ErrorCode, errorCatalogue } from '@veche/contracts/errors.ts';
import type { TimerHandle } from '../../call-environment.ts';
import { CallFailure, connectionLost } from '../../call-error.ts';
import type { FileBytes, UploadAnswer, UploadEnvironment, UploadRequest } from './upload-environment.ts';

/** Longer than a request may last on the server. A wire on which nothing moves for so long is cut. */
const silenceMaxMs = 45_000;

/** The server refused; it may have said when to come back. */
export class UploadRefused extends CallFailure {
  readonly retryAfterMs: number;

  constructor(code: ErrorCode, retryable: boolean, message: string, retryAfterMs: number) {
    super({ code, message, retryable });
    this.retryAfterMs = retryAfterMs;
  }
}

export class Tus {
  readonly #access: ChatFilesAccess;
  readonly #environment: UploadEnvironment;

  constructor(access: ChatFilesAccess, environment: UploadEnvironment) {
    this.#access = access;
    this.#environment = environment;
  }

  /** Answers the new upload's address. */
  async create(name: string, sizeBytes: number, signal: AbortSignal): Promise<string> {
    const url = this.#access.origin + chatUploadsPath;
    const headers = { 'Upload-Length': String(sizeBytes), 'Upload-Metadata': `filename ${base64(name)}` };
    const answer = await this.#ask({ method: 'POST', url, headers, signal }, 201);
    const location = answer.header('Location');
    if (location === null) throw unclear();
    // Behind a proxy the server may be wrong about its own origin, never about the path.
    return this.#access.origin + new URL(location, this.#access.origin).pathname;
  }

  /** How much of it the server has. */
  async offset(address: string, signal: AbortSignal): Promise<number> {
    const answer = await this.#ask({ method: 'HEAD', url: address, headers: {}, signal }, 200, 204);
    return offsetOf(answer);
  }

  /** Answers how much the server has after this piece. */
  async append(
    address: string,
    offset: number,
    body: FileBytes,
    signal: AbortSignal,
    onProgress: (sentBytes: number) => void,
  ): Promise<number> {
    const headers = { 'Content-Type': uploadContentType, 'Upload-Offset': String(offset) };
    return offsetOf(await this.#ask({ method: 'PATCH', url: address, headers, body, signal, onProgress }, 204));
  }

  async remove(address: string, signal: AbortSignal): Promise<void> {
    await this.#ask({ method: 'DELETE', url: address, headers: {}, signal }, 204);
  }

  async #ask(request: UploadRequest, ...expected: readonly number[]): Promise<UploadAnswer> {
    const environment = this.#environment;
    const cut = new AbortController();
    const abort = (): void => cut.abort();
    if (request.signal.aborted) abort();
    request.signal.addEventListener('abort', abort);
    let timer: TimerHandle;
    const heard = (): void => {
      environment.clearTimeout(timer);
      timer = environment.setTimeout(abort, silenceMaxMs);
    };
    heard();
    let answer: UploadAnswer;
    try {
      answer = await environment.request({
        ...request,
        headers: { ...request.headers, 'Tus-Resumable': tusVersion, Authorization: this.#access.authorization },
        signal: cut.signal,
        onProgress: (sentBytes) => {
          heard();
          request.onProgress?.(sentBytes);
        },
      });
    } catch {
      throw connectionLost();
    } finally {
      environment.clearTimeout(timer);
      request.signal.removeEventListener('abort', abort);
    }
    if (expected.includes(answer.status)) return answer;
    throw refusalOf(answer);
  }
}

function offsetOf(answer: UploadAnswer): number {
  const text = answer.header('Upload-Offset') ?? '';
  if (!/^\d{1,15}$/.test(text)) throw unclear();
  return Number(text);
}

/** Somebody between here and the server has answered in its place. */
const unclear = (): UploadRefused => new UploadRefused('internal', true, errorCatalogue.internal.en, 0);

/** What a status alone means: an answer to HEAD has no body, and a proxy speaks a language of its own. */
const codeByStatus: Readonly<Record<number, ErrorCode>> = {
  401: 'participant_token_invalid',
  404: 'upload_not_found',
  408: 'request_timeout',
  409: 'upload_offset_wrong',
  410: 'upload_not_found',
  412: 'tus_version',
  413: 'request_too_large',
  423: 'upload_busy',
  429: 'too_many_requests',
};

function refusalOf(answer: UploadAnswer): UploadRefused {
  const { status } = answer;
  const { code, message, retryable } = bodyError(answer.body);
  const known =
    typeof code === 'string' && Object.hasOwn(errorCatalogue, code)
      ? (code as ErrorCode)
      : (codeByStatus[status] ?? (status >= 400 && status < 500 ? 'invalid_request' : 'internal'));
  const seconds = Number(answer.header('Retry-After') ?? '');
  return new UploadRefused(
    known,
    typeof retryable === 'boolean' ? retryable : errorCatalogue[known].retryable,
    typeof message === 'string' ? message : errorCatalogue[known].en,
    Number.isFinite(seconds) ? Math.max(seconds, 0) * 1_000 : 0,
  );
}

function bodyError(body: string): Readonly<Record<string, unknown>> {
  try {
    const value = JSON.parse(body) as { error?: unknown } | null;
    return typeof value?.error === 'object' && value.error !== null ? (value.error as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Of the text's UTF-8, as tus wants a file's name. */
function base64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
}
