/** The chat over the real embedded profile in a folder of its own, behind a real listener. Who has which place is said by the test. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chatSocketPath } from '@veche/contracts/chat/chat-files.ts';
import type { ChatMethodName, ChatParams, ChatResult } from '@veche/contracts/chat/chat-methods.ts';
import { VecheError } from '@veche/contracts/errors.ts';
import { rpcRequest } from '@veche/contracts/json-rpc.ts';
import { undocumentedError } from '@veche/contracts/rest/documented-errors-suite.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import { instant } from '@veche/ports/sql/sql.ts';
import { openEmbedded, type Ports } from '@veche/profiles/embedded.ts';
import { httpForTests } from '@veche/testkit/http-for-tests.ts';
import { ManualClock } from '@veche/testkit/manual-clock.ts';
import { seededRandomSource } from '@veche/testkit/random.ts';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { WebSocket, WebSocketServer } from 'ws';
import { type ChatService, openChat } from '../chat-service.ts';
import type { ChatPlace } from '../needs.ts';
import type { AttachmentTables } from '../store/attachment-tables.ts';
import { Attachments } from '../store/attachments.ts';
import { MeetingForTests } from './meeting-for-tests.ts';

export const owner = '11111111-1111-4111-8111-111111111111';

export interface ChatForTests {
  readonly clock: ChatClock;
  readonly ports: Ports;
  readonly service: ChatService;
  readonly conferenceId: string;
  /** Does not go on until somebody is put into it. */
  readonly meeting: MeetingForTests;
  /** What was logged as an error. */
  readonly errors: unknown[];
  /** Names that people have in the running meeting. */
  readonly liveNames: Map<string, string>;
  /** A place in the conference, and the token for it. */
  place(name: string, changes?: Partial<ChatPlace>): ChatPlace & { readonly token: string };
  /** As conferences know it from now on. */
  change(token: string, changes: Partial<ChatPlace>): void;
  withdraw(token: string): void;
  urlOf(token: string): string;
  connect(token: string): Promise<ChatClient>;
  /** Connected to a chat that says nothing yet: its person is not in. */
  knock(token: string): Promise<ChatClient>;
  /** Every socket, as a network does it. */
  cutAll(): void;
  /** Connected as a newcomer of this name. */
  come(
    name: string,
    changes?: Partial<ChatPlace>,
  ): Promise<ChatClient & { readonly place: ChatPlace & { token: string } }>;
  /** Files of the chat on the disk, finished or not, by their paths. */
  filesLeft(): Promise<string[]>;
  /** The table of files. */
  attachments(): Attachments;
  /** How many of them the tables know. */
  filesKnown(): Promise<number>;
  /** As if so many of this size had been sent long ago. */
  sentFiles(count: number, sizeBytes: number): Promise<void>;
  get(path: string, userId?: string): Promise<LightMyRequestResponse>;
  /** As after a crash of the program: everything is opened anew from the folder. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export type ChatClock = ManualClock;

export async function chatForTests(): Promise<ChatForTests> {
  const folder = await mkdtemp(join(tmpdir(), 'veche-chat-'));
  const clock = new ManualClock(Date.parse('2026-03-01T12:00:00Z'));
  const conferenceId = randomUUID();
  const meeting = new MeetingForTests(conferenceId);
  const places = new Map<string, ChatPlace>();
  const liveNames = new Map<string, string>();
  const errors: unknown[] = [];
  const logger: Logger = {
    debug: () => undefined,
    info: () => undefined,
    warn: (fields, message) => void errors.push({ fields, message }),
    error: (fields, message) => void errors.push({ fields, message }),
    child: () => logger,
  };
  const open = async (port: number) => {
    const ports = await openEmbedded({ dataFolder: folder, clock, random: seededRandomSource(1) });
    const service = await openChat({
      ...ports,
      clock,
      logger,
      allowPrograms: false,
      redeemChatPlace: async (token) => places.get(token),
      person: async (_conferenceId, participantId) => {
        const place = [...places.values()].find((found) => found.participantId === participantId);
        return place === undefined
          ? undefined
          : { name: liveNames.get(participantId) ?? place.name, userId: place.userId };
      },
      liveName: (_conferenceId, participantId) => liveNames.get(participantId),
      whereabouts: (id, participantId) => meeting.whereabouts(id, participantId),
      doorWhileClosed: async (id, participantId) => meeting.doorWhileClosed(id, participantId),
      parentOf: async (id) => meeting.parentOf(id),
      rooms: async (id) => (id === conferenceId ? meeting.rooms : []),
      requireOwner: async (id, userId) => {
        const name = meeting.nameOf(id);
        if (name === undefined) throw new VecheError('conference_not_found');
        if (userId !== owner) throw new VecheError('not_the_owner');
        return { id, name };
      },
      signedIn: async (request) => {
        const userId = request.headers['x-account'];
        return typeof userId === 'string' ? { userId } : undefined;
      },
    });
    const { http, unexpected } = await httpForTests(async (instance) => {
      instance.addHook('onSend', async ({ method, routeOptions }, reply, payload) => {
        const missing = undocumentedError(routeOptions.schema?.response, reply.statusCode, String(payload));
        if (missing !== undefined) unexpected.push(`${method} ${routeOptions.url}: ${missing}`);
      });
      await instance.register(service.plugin);
    });
    return { ports, service, http, unexpected, ...(await listen(http, service, port)) };
  };
  let running = await open(0);
  const shut = async (): Promise<void> => {
    // Whoever comes back meanwhile finds nobody, rather than what is being closed.
    running.http.server.removeAllListeners('upgrade');
    running.http.server.closeAllConnections();
    await running.service.close();
    for (const socket of running.sockets.clients) socket.terminate();
    await running.http.close();
    await running.ports.close();
    errors.push(...running.unexpected);
  };
  const place: ChatForTests['place'] = (name, changes = {}) => {
    const token = randomUUID();
    const made: ChatPlace = {
      participantId: randomUUID(),
      conferenceId,
      role: 'guest',
      name,
      userId: undefined,
      joinedAtMs: clock.nowMs(),
      mustWait: false,
      ...changes,
    };
    places.set(token, made);
    return { ...made, token };
  };
  // The port stays the same over restarts: clients come back to it.
  const urlOf = (token: string) => `ws://127.0.0.1:${running.port}${chatSocketPath}${token}`;
  const connect = (token: string) => ChatClient.open(urlOf(token));
  return {
    clock,
    get ports() {
      return running.ports;
    },
    get service() {
      return running.service;
    },
    conferenceId,
    meeting,
    errors,
    liveNames,
    place,
    change: (token, changes) => void places.set(token, { ...places.get(token)!, ...changes }),
    withdraw: (token) => void places.delete(token),
    urlOf,
    connect,
    knock: (token) => ChatClient.open(urlOf(token), 'open'),
    cutAll: () => {
      for (const socket of running.sockets.clients) socket.terminate();
    },
    come: async (name, changes) => {
      const taken = place(name, changes);
      return Object.assign(await connect(taken.token), { place: taken });
    },
    filesLeft: async () => {
      const entries = await readdir(join(folder, 'blobs'), { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile() && entry.name !== 'link-secret')
        .map((entry) => join(entry.parentPath, entry.name));
    },
    attachments: () => new Attachments(running.ports.sql),
    filesKnown: async () => (await new Attachments(running.ports.sql).ofConference(conferenceId)).length,
    sentFiles: async (count, sizeBytes) => {
      const { db } = running.ports.sql.withTables<AttachmentTables>();
      const at = instant(clock.nowMs());
      const row = {
        ...{
          conference_id: conferenceId,
          participant_id: randomUUID(),
          user_id: null,
          size: sizeBytes,
          name: 'film.mp4',
        },
        ...({ stage: 'sent', content_type: 'video/mp4', preview_width: null, preview_height: null } as const),
        ...{ message_id: randomUUID(), created_at: at, updated_at: at },
      };
      const rows = Array.from({ length: count }, () => ({ ...row, id: randomUUID() }));
      for (let from = 0; from < count; from += 1_000) {
        await db
          .insertInto('chat_message_attachment')
          .values(rows.slice(from, from + 1_000))
          .execute();
      }
    },
    get: (path, userId) =>
      running.http.inject({ url: path, headers: userId === undefined ? {} : { 'x-account': userId } }),
    restart: async () => {
      await shut();
      running = await open(running.port);
    },
    close: async () => {
      await shut();
      await rm(folder, { recursive: true });
    },
  };
}

async function listen(
  http: FastifyInstance,
  service: ChatService,
  port: number,
): Promise<{ sockets: WebSocketServer; port: number }> {
  const sockets = new WebSocketServer({ noServer: true });
  http.server.on('upgrade', (request, raw, head) => {
    const chatToken = (request.url ?? '').slice(chatSocketPath.length);
    sockets.handleUpgrade(request, raw, head, (socket) =>
      service.accept(socket, { wire: raw, chatToken, address: '127.0.0.1', language: 'en' }),
    );
  });
  await http.listen({ port, host: '127.0.0.1' });
  return { sockets, port: (http.server.address() as AddressInfo).port };
}

interface Heard {
  readonly method: string;
  readonly params: Record<string, unknown>;
}

export class ChatClient {
  readonly socket: WebSocket;
  readonly heard: Heard[] = [];
  readonly closed: Promise<number>;
  readonly #pending = new Map<number, { resolve(result: unknown): void; reject(error: unknown): void }>();
  #calls = 0;

  /** Resolves with the first word from the server, or already when the socket is open. */
  static async open(url: string, until: 'message' | 'open' = 'message'): Promise<ChatClient> {
    const client = new ChatClient(new WebSocket(url));
    const opened = new Promise((resolve) => client.socket.once(until, resolve));
    await Promise.race([opened, client.closed]);
    return client;
  }

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data) => this.#onFrame(JSON.parse(String(data))));
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) =>
      socket.on('close', (code) => {
        for (const { reject } of this.#pending.values()) reject(new Error('closed'));
        resolve(code);
      }),
    );
  }

  call<Name extends ChatMethodName>(method: Name, params: ChatParams<Name>): Promise<ChatResult<Name>> {
    this.#calls += 1;
    const id = this.#calls;
    this.socket.send(rpcRequest(id, method, params));
    return new Promise((resolve, reject) => this.#pending.set(id, { resolve: resolve as never, reject }));
  }

  say(text: string, changes: Partial<ChatParams<'send'>> = {}): Promise<ChatResult<'send'>> {
    return this.call('send', { id: randomUUID(), text, ...changes });
  }

  /** The texts that were told, in their order. */
  texts(): string[] {
    return this.heard.flatMap(({ method, params }) =>
      method === 'message' ? [(params.message as { text: string }).text] : [],
    );
  }

  async history(params: Partial<ChatParams<'history'>> = {}): Promise<string[]> {
    return (await this.call('history', { limit: 100, ...params })).messages.map(({ text }) => text);
  }

  #onFrame(frame: {
    id?: number;
    result?: unknown;
    error?: { data: unknown };
    method?: string;
    params?: unknown;
  }): void {
    if (frame.method !== undefined) {
      this.heard.push(frame as Heard);
      return;
    }
    const waiting = this.#pending.get(frame.id ?? 0);
    this.#pending.delete(frame.id ?? 0);
    if (frame.error === undefined) waiting?.resolve(frame.result);
    else waiting?.reject(frame.error.data);
  }
}
