/**
 * WebSocket upgrades: only signalling and chat, only from our own pages or from scripts without an Origin, and only so many
 * from one address that have not joined yet; the open socket goes to the media server or to the chat. Anything else is
 * answered in HTTP and closed.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { chatSocketPath } from '@veche/contracts/chat/chat-files.ts';
import type { Language } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import { addressSubject } from '@veche/ports/limits/address-subject.ts';
import { type WebSocket, WebSocketServer } from 'ws';
import { requestLanguage } from './language.ts';

export const signallingPath = '/media/v1/signalling';

export interface UpgradeRules {
  /** VECHE_PUBLIC_URL, or empty. */
  readonly publicUrl: string;
  readonly trustedProxies: number;
  acceptSignalling(socket: WebSocket, remote: UpgradedFrom): void;
  acceptChat(socket: WebSocket, remote: UpgradedFrom & { readonly chatToken: string }): void;
}

type Accept = (socket: WebSocket, remote: UpgradedFrom) => void;

export interface UpgradedFrom {
  /** What the WebSocket runs over. */
  readonly wire: Duplex;
  readonly address: string;
  readonly language: Language;
  /** To be called when the socket holds a place. */
  joined(): void;
}

/** Returns what stops accepting and cuts the sockets that are still open. */
export function addSocketUpgrade(server: Server, rules: UpgradeRules): () => void {
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: limits.signallingMessageMaxBytes,
    maxFragments: limits.signallingFragmentsMax,
    clientTracking: true,
  });
  const strangers = new Strangers();
  const upgrade = (request: IncomingMessage, raw: Duplex, head: Buffer): void => {
    raw.on('error', () => raw.destroy());
    const url = request.url ?? '/';
    const address = remoteAddress(request, rules.trustedProxies);
    const accept = whoAccepts(url, rules);
    if (accept === undefined) refuse(raw, '404 Not Found');
    else if (!originAllowed(request.headers, rules)) refuse(raw, '403 Forbidden');
    else if (strangers.areTooMany(address)) refuse(raw, '429 Too Many Requests');
    else {
      sockets.handleUpgrade(request, raw, head, (socket) => {
        socket.on('error', () => socket.terminate());
        const joined = strangers.came(address);
        socket.on('close', joined);
        accept(socket, { wire: raw, address, language: requestLanguage(url, request.headers), joined });
      });
    }
  };
  server.on('upgrade', upgrade);
  return () => {
    server.off('upgrade', upgrade);
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
  };
}

function whoAccepts(url: string, rules: UpgradeRules): Accept | undefined {
  const path = url.split('?')[0] ?? '';
  if (path === signallingPath) return (socket, remote) => rules.acceptSignalling(socket, remote);
  if (!path.startsWith(chatSocketPath)) return undefined;
  const chatToken = path.slice(chatSocketPath.length);
  return (socket, remote) => rules.acceptChat(socket, { ...remote, chatToken });
}

/** Open sockets that nobody has joined on, by the address they come from. */
class Strangers {
  readonly #sockets = new Map<string, number>();

  areTooMany(address: string): boolean {
    return this.#count(addressSubject(address)) >= limits.signallingSocketsBeforeJoinPerAddress;
  }

  /** One more. Answers what to call when it has joined or is gone: the first call counts. */
  came(address: string): () => void {
    const subject = addressSubject(address);
    this.#sockets.set(subject, this.#count(subject) + 1);
    let isCounted = true;
    return () => {
      if (!isCounted) return;
      isCounted = false;
      const left = this.#count(subject) - 1;
      if (left === 0) this.#sockets.delete(subject);
      else this.#sockets.set(subject, left);
    };
  }

  #count(subject: string): number {
    return this.#sockets.get(subject) ?? 0;
  }
}

interface OriginHeaders {
  readonly origin?: string | undefined;
  readonly host?: string | undefined;
  readonly 'x-forwarded-host'?: string | string[] | undefined;
}

/** A page may open signalling on the host that served it; programs that are no browser send no Origin. */
export function originAllowed(
  headers: OriginHeaders,
  { publicUrl, trustedProxies }: { publicUrl: string; trustedProxies: number },
): boolean {
  const { origin } = headers;
  if (origin === undefined) return true;
  const page = URL.parse(origin);
  if (page === null) return false;
  const forwarded = trustedProxies > 0 ? String(headers['x-forwarded-host'] ?? '') : '';
  const allowed = [headers.host ?? '', forwarded, URL.parse(publicUrl)?.host ?? ''];
  return allowed.some((host) => host !== '' && withoutDefaultPort(host, page.protocol) === page.host);
}

function withoutDefaultPort(host: string, protocol: string): string {
  return URL.parse(`${protocol}//${host}`)?.host ?? host;
}

/** The address of whoever stands behind `trustedProxies` proxies, each of which appends to X-Forwarded-For. */
function remoteAddress(request: IncomingMessage, trustedProxies: number): string {
  const direct = request.socket.remoteAddress ?? '';
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (trustedProxies === 0 || forwarded.length === 0) return direct;
  return forwarded[Math.max(0, forwarded.length - trustedProxies)] ?? direct;
}

function refuse(raw: Duplex, status: string): void {
  raw.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
