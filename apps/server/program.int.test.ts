import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rpcRequest } from '@veche/contracts/json-rpc.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { canBind, endLeftovers, type RunningProgram, runProgram, runToEnd } from './fixtures/running-program.ts';

afterAll(endLeftovers);

const account = { name: 'Ada', email: 'ada@example.org', password: 'correct horse' };

const post = (url: string, body: unknown, token?: string) =>
  fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });

/** 'open', or the HTTP status with which the upgrade was refused. */
function upgrade(url: string, headers: Record<string, string>): Promise<'open' | number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, { headers });
    socket.once('open', () => {
      socket.terminate();
      resolve('open');
    });
    socket.once('unexpected-response', (request, response) => {
      request.destroy();
      resolve(response.statusCode ?? 0);
    });
    socket.once('error', () => undefined);
  });
}

describe('the running program', () => {
  let folder: string;
  let program: RunningProgram;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'veche-test-'));
    program = await runProgram(folder);
  });
  afterAll(async () => {
    await program.end('SIGKILL');
    await rm(folder, { recursive: true });
  });

  it('is healthy in JSON', async () => {
    const answer = await fetch(`${program.origin}/healthz`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ status: 'ok', workers: 1, workersUp: 1 });
  });

  it('says where to open it', () => {
    expect(program.output).toContain(`Veche is ready: ${program.origin}`);
  });

  it('documents every route that scripts rely on', async () => {
    const { paths } = (await (await fetch(`${program.origin}/api/v1/openapi.json`)).json()) as {
      paths: Record<string, Record<string, unknown>>;
    };
    const routes = Object.entries(paths).flatMap(([path, verbs]) =>
      Object.keys(verbs).map((verb) => `${verb} ${path}`),
    );
    expect(routes).toEqual(
      expect.arrayContaining([
        'get /healthz',
        'post /api/v1/users',
        'post /api/v1/sessions',
        'post /api/v1/conferences',
        'get /api/v1/conferences/{id}',
        'post /api/v1/conferences/{id}/participants',
        'post /api/v1/sound-checks',
      ]),
    );
  });

  it('takes somebody from an account to a place in a meeting', async () => {
    const api = `${program.origin}/api/v1`;
    expect((await post(`${api}/users`, account)).status).toBe(201);
    const { token } = (await (await post(`${api}/sessions`, account)).json()) as { token: string };
    const created = await post(`${api}/conferences`, { name: 'Talk' }, token);
    expect(created.status).toBe(201);
    const { id, joinLink } = (await created.json()) as { id: string; joinLink: string };
    expect(joinLink).toBe(`${program.origin}/j/${id}`);
    const joined = await post(`${api}/conferences/${id}/participants`, { name: 'Guest' });
    expect(joined.status).toBe(201);
    expect(await joined.json()).toMatchObject({
      mediaUrl: `ws://127.0.0.1:${program.port}/media/v1/signalling`,
      iceServers: [],
    });
  });

  it('gives whoever asks a sound check: two places where one hears the other, and no meeting that others could find', async () => {
    const api = `${program.origin}/api/v1`;
    const answer = await post(`${api}/sound-checks`, {});
    expect(answer.status).toBe(201);
    const check = (await answer.json()) as Record<
      'speaker' | 'listener',
      { mediaUrl: string; participantToken: string }
    >;
    const conferences = await Promise.all(
      [check.speaker, check.listener].map(async ({ mediaUrl, participantToken }) => {
        const socket = new WebSocket(mediaUrl);
        await new Promise((resolve) => socket.once('open', resolve));
        const answered = new Promise<string>((resolve) => socket.once('message', (data) => resolve(String(data))));
        socket.send(rpcRequest(1, 'join', { participantToken }));
        const { result } = JSON.parse(await answered) as { result: { conference: Record<string, string> } };
        return result.conference;
      }),
    );
    expect(conferences[0]).toMatchObject({ soundMode: 'mixed' });
    expect(conferences[1]).toEqual(conferences[0]);
    expect((await fetch(`${api}/conferences/${conferences[0]!['conferenceId']}`)).status).toBe(404);
  });

  it('says in words, and in the language that was asked for, what went wrong in a service', async () => {
    const answer = await post(`${program.origin}/api/v1/sessions?lang=ru`, {
      email: 'nobody@example.org',
      password: 'x',
    });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual({
      error: { code: 'wrong_credentials', message: 'Почта или пароль указаны неверно.', retryable: false },
    });
  });

  it('shows its figures to whoever is on the machine, but not through a proxy it was not told of', async () => {
    const figures = await fetch(`${program.origin}/metrics`);
    expect(figures.status).toBe(200);
    expect(await figures.text()).toContain('process_cpu_seconds_total');
    const forwarded = await fetch(`${program.origin}/metrics`, { headers: { 'x-forwarded-for': '10.0.0.1' } });
    expect(forwarded.status).toBe(404);
  });

  it('opens signalling for its own pages and for scripts, and for nobody else', async () => {
    const url = `ws://127.0.0.1:${program.port}/media/v1/signalling`;
    expect(await upgrade(url, {})).toBe('open');
    expect(await upgrade(url, { origin: program.origin })).toBe('open');
    expect(await upgrade(url, { origin: 'https://evil.example' })).toBe(403);
    expect(await upgrade(`ws://127.0.0.1:${program.port}/elsewhere`, {})).toBe(404);
  });

  it('answers a missing file with 404 and not with the page', async () => {
    expect((await fetch(`${program.origin}/assets/gone.js`)).status).toBe(404);
  });
});

describe('the program’s end', () => {
  it('gives every port back and exits with 0 when asked to end', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'veche-test-'));
    const program = await runProgram(folder);
    expect(await canBind(program.mediaPort)).toBe(false);
    expect(await program.end('SIGTERM')).toBe(0);
    expect(await canBind(program.mediaPort)).toBe(true);
    await expect(fetch(`${program.origin}/healthz`)).rejects.toThrow();
    await rm(folder, { recursive: true });
  });

  it('keeps accounts and sessions through kill -9', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'veche-test-'));
    const first = await runProgram(folder);
    await post(`${first.origin}/api/v1/users`, account);
    const signedIn = await post(`${first.origin}/api/v1/sessions`, account);
    const { token } = (await signedIn.json()) as { token: string };
    await first.end('SIGKILL');

    const second = await runProgram(folder);
    const me = await fetch(`${second.origin}/api/v1/users/me`, { headers: { authorization: `Bearer ${token}` } });
    expect(await me.json()).toMatchObject({ name: account.name, email: account.email });
    expect((await post(`${second.origin}/api/v1/sessions`, account)).status).toBe(201);
    await second.end('SIGKILL');
    await rm(folder, { recursive: true });
  });
});

describe('a start that cannot be', () => {
  it('tells every wrong setting and exits with 2', async () => {
    const { code, output } = await runToEnd({ PORT: 'http', VECHE_DATAA: 'x' });
    expect(code).toBe(2);
    expect(output).toContain('PORT must be a whole number');
    expect(output).toContain('Did you mean VECHE_DATA?');
  });

  it('tells in words that the port is taken', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'veche-test-'));
    const running = await runProgram(folder);
    const other = await mkdtemp(join(tmpdir(), 'veche-test-'));
    const { code, output } = await runToEnd({
      PORT: String(running.port),
      VECHE_HOST: '127.0.0.1',
      VECHE_DATA: other,
      VECHE_MEDIA_HOST: '127.0.0.1',
      VECHE_MEDIA_PORT: String(running.mediaPort + 7),
      VECHE_WORKERS: '1',
    });
    expect(code).toBe(1);
    expect(output).toContain('is taken by another program');
    await running.end('SIGKILL');
    await rm(folder, { recursive: true });
    await rm(other, { recursive: true });
  });

  it('tells in words that the media port is taken', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'veche-test-'));
    const running = await runProgram(folder);
    const other = await mkdtemp(join(tmpdir(), 'veche-test-'));
    const { code, output } = await runToEnd({
      PORT: '0',
      VECHE_HOST: '127.0.0.1',
      VECHE_DATA: other,
      VECHE_MEDIA_HOST: '127.0.0.1',
      VECHE_MEDIA_PORT: String(running.mediaPort),
      VECHE_WORKERS: '1',
    });
    expect(code).toBe(1);
    expect(output).toContain('Media cannot listen on');
    expect(output).toContain('VECHE_MEDIA_PORT=');
    await running.end('SIGKILL');
    await rm(folder, { recursive: true });
    await rm(other, { recursive: true });
  });

  it('tells in words that the data folder is in use, and the program that uses it goes on', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'veche-test-'));
    const running = await runProgram(folder);
    const { code, output } = await runToEnd({
      PORT: '0',
      VECHE_HOST: '127.0.0.1',
      VECHE_DATA: folder,
      VECHE_MEDIA_HOST: '127.0.0.1',
      VECHE_WORKERS: '1',
    });
    expect(code).toBe(1);
    expect(output).toContain(`The data folder ${folder} is in use`);
    expect((await fetch(`${running.origin}/healthz`)).status).toBe(200);
    await running.end('SIGKILL');
    await rm(folder, { recursive: true });
  });

  it('tells in words that the data folder cannot be written', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'veche-test-'));
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    const { code, output } = await runToEnd({ VECHE_DATA: join(file, 'data'), PORT: '0' });
    expect(code).toBe(1);
    expect(output).toContain('cannot be written');
    await rm(folder, { recursive: true });
  });
});
