import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { addWebApp } from './web-app.ts';

let parent: string;
let folder: string;
let http: FastifyInstance;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'veche-test-'));
  folder = join(parent, 'dist');
  http = fastify();
  const webApp = await addWebApp(http, folder);
  http.setNotFoundHandler((request, reply) => webApp.servePage(request, reply) ?? reply.code(404).send('none'));
});
afterEach(async () => {
  await http.close();
  await rm(parent, { recursive: true });
});

async function build(name: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(folder, 'index.html'), `page ${name}`);
  await writeFile(join(folder, 'assets', `${name}.js`), `script ${name}`);
}

const get = async (url: string) => {
  const { statusCode, body, headers } = await http.inject({ url });
  return { statusCode, body, cache: headers['cache-control'] };
};

it('an app that is built, and built again, under the running server is served', async () => {
  const early = await http.inject({ url: '/j/some-meeting', headers: { 'accept-language': 'ru' } });
  expect([early.statusCode, early.headers.refresh, early.body]).toEqual([
    503,
    '1',
    'Veche настраивается. Эта страница откроется сама через мгновение.',
  ]);
  expect((await get('/assets/one.js')).statusCode).toBe(404);
  for (const name of ['one', 'two']) {
    await build(name);
    expect(await get('/')).toEqual({ statusCode: 200, body: `page ${name}`, cache: 'no-cache' });
    expect(await get('/j/some-meeting')).toEqual({ statusCode: 200, body: `page ${name}`, cache: 'no-cache' });
    expect(await get(`/assets/${name}.js`)).toEqual({
      statusCode: 200,
      body: `script ${name}`,
      cache: 'public, max-age=31536000, immutable',
    });
  }
  expect((await get('/assets/one.js')).statusCode).toBe(404);
});

it('nothing outside the folder and no hidden file is served', async () => {
  await build('one');
  await writeFile(join(parent, 'secret.txt'), 'secret');
  await writeFile(join(folder, '.hidden.txt'), 'secret');
  for (const url of ['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/.hidden.txt']) {
    expect((await get(url)).body).not.toContain('secret');
  }
});
