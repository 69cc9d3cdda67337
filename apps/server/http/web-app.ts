/**
 * The browser app from its built files. Names with a content hash may be kept for ever; the page itself is asked for each
 * time, and every address that is not a file is the page: the app finds its own way from there.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

export type ServePage = (request: FastifyRequest, reply: FastifyReply) => FastifyReply | undefined;

/** Serves `folder`; without a built app in it, nothing, and every page is then not found. */
export async function addWebApp(http: FastifyInstance, folder: string): Promise<ServePage> {
  if (!existsSync(join(folder, 'index.html'))) return () => undefined;
  await http.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    index: 'index.html',
    cacheControl: false,
    dotfiles: 'ignore',
    schemaHide: true,
    globIgnore: ['.*'],
    setHeaders: (reply, path) => {
      const hashed = path.includes(`${join(folder, 'assets')}`);
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  return (request, reply) => {
    const isPage = (request.method === 'GET' || request.method === 'HEAD') && !looksLikeFile(request.url);
    return isPage ? reply.sendFile('index.html') : undefined;
  };
}

/** `/assets/gone.js` is a missing file, not a page: the app's page in its place would fail in a way nobody understands. */
export function looksLikeFile(url: string): boolean {
  const path = url.split('?')[0] ?? '';
  return path.startsWith('/assets/') || path.startsWith('/media/') || /\.[a-z0-9]{1,11}$/i.test(path);
}
