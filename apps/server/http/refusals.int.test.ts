import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { errorCatalogue } from '@veche/contracts/errors.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { answerParserError } from './parser-refusals.ts';
import { closeHttp, startHttp } from './suite/http-for-tests.ts';

afterEach(closeHttp);

async function listening(whileClosing?: (port: number) => Promise<void>) {
  const { http } = await startHttp();
  http.addHook('preClose', async () => whileClosing?.((http.server.address() as AddressInfo).port));
  await http.listen({ host: '127.0.0.1', port: 0 });
  return { http, port: (http.server.address() as AddressInfo).port };
}

/** Sends the bytes as they are; answers the status and the body. */
async function sendRaw(port: number, text: string): Promise<{ status: number; head: string; body: string }> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  socket.write(text);
  await once(socket, 'close');
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), head, body };
}

const headers = 'Host: localhost\r\nAccept-Language: ru\r\nConnection: close\r\n';
const json = `${headers}Content-Type: application/json\r\n`;

describe('whatever a request lacks, the answer is in the catalogue’s words and in the language that was asked for', () => {
  it.each([
    ['a page’s address that is no text', `GET /j/%ff HTTP/1.1\r\n${headers}\r\n`, 'not_found'],
    ['an API address that is no text', `GET /api/v1/%E0%A4%A HTTP/1.1\r\n${headers}\r\n`, 'not_found'],
    ['an id that is too long', `GET /api/v1/things/${'x'.repeat(500)} HTTP/1.1\r\n${headers}\r\n`, 'not_found'],
    ['a method that the address does not have', `DELETE /api/v1/things HTTP/1.1\r\n${headers}\r\n`, 'not_found'],
    ['a method that only file servers know', `PROPFIND / HTTP/1.1\r\n${headers}\r\n`, 'not_found'],
    ['a method that nobody knows', `FOO /?lang=ru HTTP/1.1\r\n${headers}\r\n`, 'invalid_request'],
    ['no HTTP at all, but a language', `hello ?lang=ru\r\n\r\n`, 'invalid_request'],
    ['no Host', 'GET /page HTTP/1.1\r\nAccept-Language: ru\r\nConnection: close\r\n\r\n', 'invalid_request'],
    [
      'headers that are too long',
      `GET /?lang=ru HTTP/1.1\r\n${headers}X: ${'x'.repeat(20_000)}\r\n\r\n`,
      'headers_too_large',
    ],
    [
      'an address that is too long',
      `GET /?lang=ru&${'x'.repeat(20_000)} HTTP/1.1\r\n${headers}\r\n`,
      'headers_too_large',
    ],
    [
      'a body that is too long',
      `POST /api/v1/things HTTP/1.1\r\n${json}Content-Length: 99999\r\n\r\n{`,
      'request_too_large',
    ],
    [
      'a body of no type',
      `POST /api/v1/things HTTP/1.1\r\n${headers}Content-Length: 2\r\n\r\n{}`,
      'content_type_unsupported',
    ],
    [
      'a body that is a form',
      `POST /api/v1/things HTTP/1.1\r\n${headers}Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}`,
      'content_type_unsupported',
    ],
    [
      'a body that is half a JSON',
      `POST /api/v1/things HTTP/1.1\r\n${json}Content-Length: 1\r\n\r\n{`,
      'invalid_request',
    ],
    [
      'a broken chunk',
      `POST /api/v1/things HTTP/1.1\r\n${json}Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n`,
      undefined,
    ],
    ['a length that is none', `POST /api/v1/things HTTP/1.1\r\n${json}Content-Length: x\r\n\r\n`, 'invalid_request'],
  ] as const)('%s', async (_what, text, code = 'invalid_request') => {
    const { port } = await listening();
    const { status, head, body } = await sendRaw(port, text);
    expect(head).toMatch(/^content-type: application\/json; charset=utf-8$/im);
    expect(JSON.parse(body)).toEqual({
      error: { code, message: errorCatalogue[code].ru, retryable: errorCatalogue[code].retryable },
    });
    expect(status).toBe(errorCatalogue[code].status);
  });

  it('a request that does not arrive in time', async () => {
    const server = createServer((socket) => answerParserError({ code: 'ERR_HTTP_REQUEST_TIMEOUT' }, socket));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { status, body } = await sendRaw((server.address() as AddressInfo).port, 'GET / HT');
    server.close();
    expect(status).toBe(408);
    expect(JSON.parse(body).error).toMatchObject({ code: 'request_timeout', retryable: true });
  });

  it('an expectation that nobody knows is overlooked', async () => {
    const { port } = await listening();
    const { status } = await sendRaw(port, `GET /page HTTP/1.1\r\n${headers}Expect: wonders\r\n\r\n`);
    expect(status).toBe(200);
  });

  it('a request that comes while the listener closes', async () => {
    let late = { status: 0, body: '' };
    const { http } = await listening(async (port) => {
      late = await sendRaw(port, `GET /page HTTP/1.1\r\n${headers}\r\n`);
    });
    await http.close();
    expect(late.status).toBe(503);
    expect(JSON.parse(late.body).error).toMatchObject({
      code: 'shutting_down',
      message: errorCatalogue.shutting_down.ru,
    });
  });
});
