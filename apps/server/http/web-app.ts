/**
 * The browser app from its built files. Names with a content hash may be kept for ever; the page itself is asked for each
 * time, and every address that is not a file is the page: the app finds its own way from there. What lies in the folder is
 * looked up per request, so an app that is built anew is served without a restart.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

export type ServePage = (request: FastifyRequest, reply: FastifyReply) => FastifyReply | undefined;

/** Serves `folder`; while no built app is in it, every page is not found. */
export async function addWebApp(http: FastifyInstance, folder: string): Promise<ServePage> {
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
  return (request, reply) => {
    const isPage = (request.method === 'GET' || request.method === 'HEAD') && !looksLikeFile(request.url);
    return isPage && existsSync(join(folder, 'index.html')) ? reply.sendFile('index.html') : undefined;
  };
}

/** `/assets/gone.js` is a missing file, not a page: the app's page in its place would fail in a way nobody understands. */
export function looksLikeFile(url: string): boolean {
  const path = url.split('?')[0] ?? '';
  return path.startsWith('/assets/') || path.startsWith('/media/') || /\.[a-z0-9]{1,11}$/i.test(path);
}
