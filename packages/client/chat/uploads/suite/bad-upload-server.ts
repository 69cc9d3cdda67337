/**
 * A server of uploads and of the chat that is as bad as a test wants: it keeps what it was sent in memory, breaks off where it is told to, and
 * can be stopped and started again on the same port.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { parseRpc, rpcNotification, rpcResult } from '@veche/contracts/json-rpc.ts';
import { WebSocketServer } from 'ws';

export interface StoredUpload {
  readonly name: string;
  readonly length: number;
  bytes: Buffer;
  isChecked: boolean;
}

export interface SentMessage {
  readonly id: string;
  readonly text: string;
  readonly attachmentId?: string;
  readonly receiverId?: string;
}

/** What to do with a request instead of answering it well; undefined = answer it. */
export type Mischief = (request: IncomingMessage, upload: StoredUpload | undefined) => Trick | undefined;
export type Trick =
  | { readonly answer: number; readonly code?: string; readonly headers?: Record<string, string> }
  /** Takes so many bytes, then cuts. */
  | { readonly cutAfterBytes: number }
  /** Takes all, then cuts without a word. */
  | 'swallow'
  /** Forgets the upload. */
  | 'lose';

const policy = { messages: true, directMessages: true, files: true, history: 'all' } as const;

export class BadUploadServer {
  readonly uploads = new Map<string, StoredUpload>();
  /** Each id once, as the log would have it. */
  readonly messages = new Map<string, SentMessage>();
  /** Every request as "PATCH 0", the number being the offset. */
  readonly requests: string[] = [];
  mischief: Mischief = () => undefined;
  /** The chat says nothing and hears nothing. */
  chatIsDeaf = false;
  #port = 0;
  #http: Server | undefined;
  #sockets: WebSocketServer | undefined;
  #mostAtOnce = 0;
  #now = 0;

  get chatUrl(): string {
    return `ws://127.0.0.1:${this.#port}/chat/v1/socket/token`;
  }

  /** The most pieces that were on their way at one time. */
  get mostAtOnce(): number {
    return this.#mostAtOnce;
  }

  async start(): Promise<void> {
    const http = createServer((request, response) => {
      // The request lets go of it when it ends.
      const { socket } = request;
      void this.#hear(request, response).catch(() => socket.destroy());
    });
    this.#sockets = new WebSocketServer({ server: http });
    this.#sockets.on('connection', (socket) => {
      if (this.chatIsDeaf) return;
      const position = this.messages.size;
      socket.send(rpcNotification('welcome', { participantId: 'anna', position, policy, isHost: false }));
      socket.on('message', (data) => {
        const frame = parseRpc(String(data));
        if (frame.kind !== 'request') return;
        const { id, method, params } = frame.request;
        if (method === 'history') socket.send(rpcResult(id, { messages: [], more: false }));
        if (method !== 'send') return;
        const message = params as unknown as SentMessage;
        const isNew = !this.messages.has(message.id);
        if (isNew) this.messages.set(message.id, message);
        const at = [...this.messages.keys()].indexOf(message.id) + 1;
        socket.send(rpcResult(id, { position: at, createdAtMs: 1 }));
        if (isNew) socket.send(rpcNotification('message', { message: viewOf(message, at) }));
      });
    });
    http.listen(this.#port, '127.0.0.1');
    await once(http, 'listening');
    this.#port = (http.address() as { port: number }).port;
    this.#http = http;
  }

  /** As with kill -9. */
  async stop(): Promise<void> {
    for (const socket of this.#sockets?.clients ?? []) socket.terminate();
    this.#sockets?.close();
    const http = this.#http;
    this.#http = undefined;
    if (http === undefined) return;
    http.closeAllConnections();
    http.close();
    await once(http, 'close');
  }

  async #hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    const id = url.split('/').at(-1) ?? '';
    const upload = this.uploads.get(id);
    this.requests.push(`${method} ${headers['upload-offset'] ?? ''}`.trim());
    const trick = this.mischief(request, upload);
    if (trick === 'lose') this.uploads.delete(id);
    if (headers['tus-resumable'] !== '1.0.0' || headers.authorization !== 'Bearer token') return fail(response, 401);
    if (typeof trick === 'object' && 'answer' in trick) {
      request.resume();
      return fail(response, trick.answer, trick.code, trick.headers);
    }
    if (method === 'POST') {
      const name = Buffer.from(String(headers['upload-metadata']).split(' ')[1] ?? '', 'base64').toString('utf8');
      const created = randomUUID();
      this.uploads.set(created, {
        name,
        length: Number(headers['upload-length']),
        bytes: Buffer.alloc(0),
        isChecked: false,
      });
      if (trick === 'swallow') throw new Error('swallowed');
      response.writeHead(201, { Location: `/chat/v1/uploads/${created}` }).end();
      return;
    }
    if (upload === undefined || trick === 'lose') return fail(response, 404, 'upload_not_found');
    if (method === 'HEAD') {
      if (trick === 'swallow') throw new Error('swallowed');
      response.writeHead(200, { 'Upload-Offset': upload.bytes.length, 'Upload-Length': upload.length }).end();
      return;
    }
    if (method === 'DELETE') {
      this.uploads.delete(id);
      response.writeHead(204).end();
      return;
    }
    if (Number(headers['upload-offset']) !== upload.bytes.length) return fail(response, 409, 'upload_offset_wrong');
    await this.#take(request, upload, trick);
    if (trick === 'swallow') throw new Error('swallowed');
    if (upload.bytes.length === upload.length) upload.isChecked = true;
    response.writeHead(204, { 'Upload-Offset': upload.bytes.length }).end();
  }

  async #take(request: IncomingMessage, upload: StoredUpload, trick: Trick | undefined): Promise<void> {
    const most = typeof trick === 'object' && 'cutAfterBytes' in trick ? trick.cutAfterBytes : Number.POSITIVE_INFINITY;
    let taken = 0;
    this.#now += 1;
    this.#mostAtOnce = Math.max(this.#mostAtOnce, this.#now);
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) {
        const part = chunk.subarray(0, most - taken);
        upload.bytes = Buffer.concat([upload.bytes, part]);
        taken += part.length;
        if (taken >= most) throw new Error('cut');
      }
    } finally {
      this.#now -= 1;
    }
  }
}

function fail(response: ServerResponse, status: number, code?: string, headers: Record<string, string> = {}): void {
  const body = code === undefined ? 'no words' : JSON.stringify({ error: { code, message: code } });
  response.writeHead(status, headers).end(body);
}

const viewOf = ({ id, text }: SentMessage, position: number) => ({
  id,
  position,
  changedPosition: position,
  sender: { participantId: 'anna', name: 'Anna' },
  receiver: null,
  text,
  attachment: null,
  createdAtMs: 1,
  deleted: false,
});
