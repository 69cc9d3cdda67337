/**
 * Conferences over the real embedded profile in a folder of its own. Who asks is said by the header `x-account`, as identity
 * would say it; the media server's part is a record of what it was told.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { undocumentedError } from '@veche/contracts/rest/documented-errors-suite.ts';
import type { KeptMeeting } from '@veche/contracts/signalling/kept-meeting.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import type { Sql } from '@veche/ports/sql/sql.ts';
import { openEmbedded, type Ports } from '@veche/profiles/embedded.ts';
import { httpForTests } from '@veche/testkit/http-for-tests.ts';
import { ManualClock } from '@veche/testkit/manual-clock.ts';
import { seededRandomSource } from '@veche/testkit/random.ts';
import type { FastifyRequest, LightMyRequestResponse } from 'fastify';
import { type ConferencesService, openConferences } from '../conferences-service.ts';
import type { ConferenceTables } from '../store/conference-tables.ts';

export const ann = '11111111-1111-4111-8111-111111111111';
export const bob = '22222222-2222-4222-8222-222222222222';
export const publicUrl = 'https://meet.example.org';
export const emptyMeetingEndsMs = 3_600_000;

export interface SendOptions {
  readonly as?: string;
  readonly body?: unknown;
  readonly address?: string;
  /** What the browser sends along, as in `veche_guest=…`. */
  readonly cookie?: string;
}

export interface ConferencesForTests {
  readonly service: ConferencesService;
  readonly ports: Ports;
  /** The service's tables, as anybody would read them. */
  tables(): Sql<ConferenceTables>['db'];
  /** What was logged as a warning or an error. */
  readonly complaints: string[];
  readonly clock: ManualClock;
  /** Errors that are none of the catalogue, and those that the route's schema does not tell of. */
  readonly unexpected: readonly unknown[];
  /** Participants by meeting, as the media server would count them. */
  readonly inside: Map<string, number>;
  /** Meetings that their hosts have locked. */
  readonly locked: Set<string>;
  /** Meetings that the media server was told to end. */
  readonly putOut: string[];
  /** What the media server was told about sound. */
  readonly soundModes: (readonly [conferenceId: string, mode: string])[];
  /** What the media server was told about lobbies. */
  readonly lobbies: (readonly [conferenceId: string, lobby: boolean])[];
  /** What the media server was last told about the rooms of each meeting. */
  readonly preparedRooms: ReadonlyMap<string, KeptMeeting>;
  /** Meetings whose chat was told to go. */
  readonly forgotten: string[];
  /** Names of accounts; whoever is not in it has none. */
  readonly accounts: Map<string, string>;
  mediaServerIsFree: boolean;
  /** Accounts whose session has ended. */
  readonly signedOut: Set<string>;
  /** What happens elsewhere while somebody's join is under way. */
  whileJoining: () => Promise<void>;
  send(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    options?: SendOptions,
  ): Promise<LightMyRequestResponse>;
  create(body?: object, as?: string): Promise<{ id: string; joinLink: string; joinPassword: string | null }>;
  join(id: string, body?: object, options?: Omit<SendOptions, 'body'>): Promise<LightMyRequestResponse>;
  /** As after an end of the program: everything is opened anew from the folder, and nobody is inside any more. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** The session under which an account asks. */
export const sessionOf = (userId: string): string => `session of ${userId}`;

export async function conferencesForTests(): Promise<ConferencesForTests> {
  const folder = await mkdtemp(join(tmpdir(), 'veche-conferences-'));
  const clock = new ManualClock();
  const random = seededRandomSource(1);
  const inside = new Map<string, number>();
  const locked = new Set<string>();
  const putOut: string[] = [];
  const forgotten: string[] = [];
  const soundModes: [string, string][] = [];
  const lobbies: [string, boolean][] = [];
  const preparedRooms = new Map<string, KeptMeeting>();
  const signedOut = new Set<string>();
  const complaints: string[] = [];
  const unexpected: unknown[] = [];
  const logger: Logger = {
    debug: () => undefined,
    info: () => undefined,
    warn: (_fields, message) => void complaints.push(message),
    error: (_fields, message) => void complaints.push(message),
    child: () => logger,
  };
  const accounts = new Map([
    [ann, 'Ann'],
    [bob, 'Bob'],
  ]);
  const open = async () => {
    const ports = await openEmbedded({ dataFolder: folder, clock, random });
    const service = await openConferences({
      ...ports,
      clock,
      random,
      logger,
      emptyMeetingEndsMs,
      signedIn: async (request: FastifyRequest) => {
        const userId = request.headers['x-account'];
        if (typeof userId !== 'string' || signedOut.has(userId)) return undefined;
        return { userId, sessionId: sessionOf(userId) };
      },
      stillSignedIn: async ({ userId }) => !signedOut.has(userId),
      accountName: async (userId) => accounts.get(userId),
      accountEmail: async (userId) => (accounts.has(userId) ? `${accounts.get(userId)}@Example.org` : undefined),
      publicUrl: () => publicUrl,
      route: async () => {
        await world.whileJoining();
        return world.mediaServerIsFree ? { mediaUrl: 'wss://meet.example.org/media/v1/signalling' } : undefined;
      },
      chatUrl: (chatToken, origin) => `${origin.replace(/^http/, 'ws')}/chat/v1/socket/${chatToken}`,
      iceServers: () => [{ urls: ['stun:stun.example.org'] }],
      live: (id) => {
        const participants = inside.get(id);
        return participants === undefined ? undefined : { participants, locked: locked.has(id) };
      },
      conferenceDeleted: async (id) => {
        forgotten.push(id);
      },
      soundModeChosen: (id, mode) => soundModes.push([id, mode]),
      lobbyChosen: (id, lobby) => lobbies.push([id, lobby]),
      roomsPrepared: (id, kept) => preparedRooms.set(id, kept),
      endConference: (id) => {
        putOut.push(id);
        inside.delete(id);
      },
    });
    const over = await httpForTests(async (instance) => {
      instance.addHook('onSend', async ({ method, routeOptions }, reply, payload) => {
        const missing = undocumentedError(routeOptions.schema?.response, reply.statusCode, String(payload));
        if (missing !== undefined) unexpected.push(`${method} ${routeOptions.url}: ${missing}`);
      });
      await instance.register(service.plugin);
    });
    return { ports, service, http: over.http, failures: over.unexpected };
  };
  const shut = async (): Promise<void> => {
    await running.http.close();
    await running.service.close();
    await running.ports.close();
    unexpected.push(...running.failures);
  };
  const send: ConferencesForTests['send'] = (method, url, { as, body, address, cookie } = {}) =>
    running.http.inject({
      method,
      url,
      headers: { ...(as === undefined ? {} : { 'x-account': as }), ...(cookie === undefined ? {} : { cookie }) },
      ...(body === undefined ? {} : { payload: body as object }),
      ...(address === undefined ? {} : { remoteAddress: address }),
    });
  const world: ConferencesForTests = {
    get service() {
      return running.service;
    },
    get ports() {
      return running.ports;
    },
    get unexpected() {
      return [...unexpected, ...running.failures];
    },
    tables: () => running.ports.sql.withTables<ConferenceTables>().db,
    complaints,
    clock,
    accounts,
    signedOut,
    inside,
    locked,
    putOut,
    soundModes,
    lobbies,
    preparedRooms,
    forgotten,
    mediaServerIsFree: true,
    whileJoining: async () => {},
    send,
    create: async (body = { name: 'Standup' }, as = ann) =>
      (await send('POST', '/api/v1/conferences', { as, body })).json(),
    join: (id, body = { name: 'Guest' }, options = {}) =>
      send('POST', `/api/v1/conferences/${id}/participants`, { ...options, body }),
    restart: async () => {
      await shut();
      inside.clear();
      locked.clear();
      running = await open();
    },
    close: async () => {
      await shut();
      await rm(folder, { recursive: true });
    },
  };
  let running = await open();
  return world;
}
