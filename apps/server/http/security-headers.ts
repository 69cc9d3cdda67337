/** What browsers are told to refuse on our pages: every script, style, frame and connection that is not our own. */
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import helmet from 'helmet';

export interface PublicAddress {
  /** People reach the program over HTTPS, directly or through a proxy. */
  readonly tls: boolean;
  /** VECHE_PUBLIC_URL, or empty. */
  readonly publicUrl: string;
}

export function addSecurityHeaders(http: FastifyInstance, { tls, publicUrl }: PublicAddress): void {
  const publicHost = URL.parse(publicUrl)?.host;
  const setHeaders = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        // Safari before 15.4 does not count a WebSocket to the page's own host as 'self'.
        connectSrc: ["'self'", (request) => webSocketSource(publicHost ?? request.headers.host, tls)],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:', 'mediastream:'],
        workerSrc: ["'self'", 'blob:'],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        fontSrc: ["'self'"],
        manifestSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    frameguard: { action: 'deny' },
    // Over plain HTTP browsers ignore these with a warning, or could no longer come back.
    hsts: tls ? { maxAge: 180 * 24 * 3_600, includeSubDomains: false } : false,
    crossOriginOpenerPolicy: tls ? { policy: 'same-origin' } : false,
    originAgentCluster: tls,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  http.addHook('onRequest', (request, reply, done) =>
    setHeaders(request.raw, reply.raw, (error) => done(error as Error | undefined)),
  );
  http.addHook('onSend', async (_request, reply) => {
    reply.header('permissions-policy', 'camera=(self), microphone=(self), display-capture=(self), geolocation=()');
  });
}

/** The page's own host as a WebSocket source; nothing when the Host header is no plain host name. */
export function webSocketSource(host: IncomingMessage['headers']['host'], tls: boolean): string {
  const isPlain = host !== undefined && /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?$/.test(host);
  return isPlain ? `${tls ? 'wss' : 'ws'}://${host}` : "'self'";
}
