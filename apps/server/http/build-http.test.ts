import { afterEach, describe, expect, it } from 'vitest';
import { closeHttp, startHttp } from './suite/http-for-tests.ts';
import { looksLikeFile } from './web-app.ts';

afterEach(closeHttp);

describe('the HTTP edge', () => {
  it('answers an error of ours with its status, words and the time to wait', async () => {
    const { http } = await startHttp();
    const answer = await http.inject({ url: '/api/v1/slow', headers: { 'accept-language': 'ru' } });
    expect(answer.statusCode).toBe(429);
    expect(answer.headers['retry-after']).toBe('3');
    expect(answer.json().error).toMatchObject({ code: 'too_many_requests', retryable: true });
    expect(answer.json().error.message).toContain('Подождите');
  });

  it('names the field that a request lacks', async () => {
    const { http } = await startHttp();
    const answer = await http.inject({ method: 'POST', url: '/api/v1/things', payload: {} });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().error).toMatchObject({ code: 'invalid_request', field: 'name' });
  });

  it.each([
    ['broken JSON', '{', 'application/json', 400, 'invalid_request'],
    [
      'a body that is too large',
      JSON.stringify({ name: 'x'.repeat(70_000) }),
      'application/json',
      413,
      'request_too_large',
    ],
    ['a form', 'name=x', 'application/x-www-form-urlencoded', 415, 'content_type_unsupported'],
  ])('refuses %s with the catalogue’s body', async (_what, payload, type, status, code) => {
    const { http } = await startHttp();
    const answer = await http.inject({
      method: 'POST',
      url: '/api/v1/things',
      payload,
      headers: { 'content-type': type },
    });
    expect(answer.statusCode).toBe(status);
    expect(answer.json().error.code).toBe(code);
  });

  it('tells nothing about its own mistakes but logs them', async () => {
    const { http, lines } = await startHttp();
    const answer = await http.inject('/api/v1/broken?token=sesame');
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('secret detail');
    expect(lines.some(({ message }) => message === 'A request failed')).toBe(true);
    expect(JSON.stringify(lines)).not.toContain('sesame');
  });

  it('answers an unknown address of the API in JSON', async () => {
    const { http } = await startHttp();
    const answer = await http.inject('/api/v1/nothing?lang=ru');
    expect(answer.statusCode).toBe(404);
    expect(answer.json().error).toMatchObject({ code: 'not_found' });
  });

  it('starts nothing new while it drains, but still answers', async () => {
    const { http } = await startHttp({ draining: true });
    const answer = await http.inject({ method: 'POST', url: '/api/v1/things', payload: { name: 'x' } });
    expect(answer.statusCode).toBe(503);
    expect(answer.json().error.code).toBe('shutting_down');
    expect((await http.inject('/api/v1/openapi.json')).statusCode).toBe(200);
  });

  it('lets pages load nothing from elsewhere', async () => {
    const { http } = await startHttp();
    const policy = String((await http.inject('/api/v1/openapi.json')).headers['content-security-policy']);
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("connect-src 'self' ws://localhost:80;");
    expect(policy).not.toContain('unsafe');
  });

  it.each(["a; script-src 'unsafe-inline'", 'a b'])('puts no host like %j into its policy', async (host) => {
    const { http } = await startHttp();
    const policy = String((await http.inject({ url: '/', headers: { host } })).headers['content-security-policy']);
    expect(policy).toContain("connect-src 'self' 'self'");
  });

  it.each([
    [0, 1],
    [1, 0],
  ])('with %i trusted proxies, says %i times that requests come through one', async (trustedProxies, times) => {
    const { http, lines } = await startHttp({ trustedProxies });
    for (const address of ['192.0.2.1', '192.0.2.2']) {
      await http.inject({ url: '/', headers: { 'x-forwarded-for': address } });
    }
    expect(lines.filter(({ message }) => message.includes('VECHE_TRUST_PROXY'))).toHaveLength(times);
  });

  it('logs no chat token, which stands in the address', async () => {
    const { http, lines } = await startHttp();
    await http.inject('/chat/v1/socket/sesame');
    expect(JSON.stringify(lines)).toContain('/chat/v1/socket/');
    expect(JSON.stringify(lines)).not.toContain('sesame');
  });

  it('logs nothing that opens a recording', async () => {
    const { http, lines } = await startHttp();
    await http.inject('/recordings/v1/sesame/playlist.m3u8');
    expect(JSON.stringify(lines)).toContain('/recordings/v1/');
    expect(JSON.stringify(lines)).not.toContain('sesame');
  });

  it('insists on HTTPS only where there is HTTPS', async () => {
    const plain = await startHttp();
    const secure = await startHttp({ publicUrl: 'https://meet.example.org' });
    expect((await plain.http.inject('/')).headers['strict-transport-security']).toBeUndefined();
    const { headers } = await secure.http.inject('/');
    expect(headers['strict-transport-security']).toContain('max-age');
    expect(headers['content-security-policy']).toContain('wss://meet.example.org');
  });
});

describe('health', () => {
  const media = { workers: 2, workersUp: 2, conferences: 1, participants: 3 };
  it.each([
    [{ draining: false, webAppBuilt: true, sqlAnswers: true, media }, 200],
    [{ draining: false, webAppBuilt: true, sqlAnswers: true, media: { ...media, workersUp: 1 } }, 200],
    [{ draining: false, webAppBuilt: true, sqlAnswers: true, media: { ...media, workersUp: 0 } }, 503],
    [{ draining: false, webAppBuilt: true, sqlAnswers: false, media }, 503],
    [{ draining: false, webAppBuilt: false, sqlAnswers: true, media }, 503],
    [{ draining: true, webAppBuilt: true, sqlAnswers: true, media }, 503],
    [{ draining: false, webAppBuilt: true, sqlAnswers: true, media: undefined }, 503],
  ])('of %j is %i', async (facts, status) => {
    const { http } = await startHttp({ facts });
    const answer = await http.inject('/healthz');
    expect(answer.statusCode).toBe(status);
    expect(answer.json().reasons).toHaveLength(status === 200 ? 0 : 1);
  });
});

describe('addresses of the web app', () => {
  it.each(['/', '/j/0190-a', '/account?lang=ru'])('take %s for a page', (url) => {
    expect(looksLikeFile(url)).toBe(false);
  });
  it.each(['/assets/gone.js', '/favicon.ico', '/assets/x', '/media/v1/signalling'])(
    'never answers %s with the page',
    (url) => {
      expect(looksLikeFile(url)).toBe(true);
    },
  );
});
