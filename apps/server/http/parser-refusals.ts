/**
 * What Node's HTTP parser refuses never becomes a request: headers that are too long, bytes that are no HTTP, a request that
 * takes for ever. The answer is written on the bare socket, in the catalogue's words all the same.
 */
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { type ErrorCode, errorBody, errorCatalogue, type Language, VecheError } from '@veche/contracts/errors.ts';
import { requestLanguage } from './language.ts';

export interface ParserError {
  readonly code?: string;
  /** What the parser read last: often the whole request, sometimes its end, nothing after a timeout. */
  readonly rawPacket?: unknown;
}

/** For Fastify's `clientErrorHandler`. Closes the connection: where the next request begins is unknown. */
export function answerParserError(error: ParserError, socket: Socket): void {
  // The peer has gone already.
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return void socket.destroy();
  const code = refusals[error.code ?? ''] ?? 'invalid_request';
  const { status } = errorCatalogue[code];
  const body = JSON.stringify(errorBody(new VecheError(code), languageOf(error.rawPacket)));
  socket.write(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Cache-Control: no-store',
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
  socket.destroySoon();
}

const refusals: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

/** As far as it can be read from the bytes; English otherwise. */
function languageOf(packet: unknown): Language {
  if (!Buffer.isBuffer(packet)) return 'en';
  const [requestLine = '', ...headers] = packet.toString('latin1').split('\r\n');
  const accepted = headers.find((header) => /^accept-language:/i.test(header));
  return requestLanguage(requestLine.split(' ')[1] ?? '', {
    ...(accepted === undefined ? {} : { 'accept-language': accepted.slice('accept-language:'.length) }),
  });
}
