/**
 * The browser app from its built files. Names with a content hash may be kept for ever; the page itself is asked for each
 * time, and every address that is not a file is the page: the app finds its own way from there. What lies in the folder is
 * looked up per request, so an app that is built anew is served without a restart.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { errorCatalogue } from '@veche/contracts/errors.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { requestLanguage } from './language.ts';

export interface WebApp {
  isBuilt(): boolean;
  /** Undefined: what is asked for is no page. */
  servePage(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined;
}

/** Serves `folder`; while no built app is in it, a page says so and asks again by itself. */
export async function addWebApp(http: FastifyInstance, folder: string): Promise<WebApp> {
  await http.register(fastifyStatic, {
    root: folder,
    wildcard: true,
    index: 'index.html',
    cacheControl: false,
    dotfiles: 'ignore',
    schemaHide: true,
    setHeaders: (reply, path) => {
      const hashed = path.includes(`${join(folder, 'assets')}`);
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  const isBuilt = (): boolean => existsSync(join(folder, 'index.html'));
  return {
    isBuilt,
    servePage(request, reply) {
      const isPage = (request.method === 'GET' || request.method === 'HEAD') && !looksLikeFile(request.url);
      if (!isPage) return undefined;
      return isBuilt() ? reply.sendFile('index.html') : askAgain(request, reply);
    },
  };
}

function askAgain({ url, headers }: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, [requestLanguage(url, headers)]: words } = errorCatalogue.web_app_not_built;
  return reply
    .code(status)
    .headers({ refresh: '1', 'retry-after': '1', 'cache-control': 'no-store' })
    .type('text/plain; charset=utf-8')
    .send(words);
}

/** `/assets/gone.js` is a missing file, not a page: the app's page in its place would fail in a way nobody understands. */
export function looksLikeFile(url: string): boolean {
  const path = url.split('?')[0] ?? '';
  return path.startsWith('/assets/') || path.startsWith('/media/') || /\.[a-z0-9]{1,11}$/i.test(path);
}
