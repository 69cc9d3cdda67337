/** The OpenAPI document, asked from the real routes: they are registered on an instance that never listens. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildHttp } from '../../apps/server/http/build-http.ts';
import { addHealth } from '../../apps/server/http/health.ts';
import { VecheError } from '../../packages/contracts/errors.ts';
import { systemClock } from '../../packages/kernel/clock.ts';
import { silentLogger } from '../../packages/kernel/logger.ts';
import { openEmbedded } from '../../packages/profiles/embedded.ts';
import { openChat } from '../../services/chat/chat-service.ts';
import { openConferences } from '../../services/conferences/conferences-service.ts';
import { openIdentity } from '../../services/identity/identity.ts';
import { openRecordings } from '../../services/recordings/recordings-service.ts';

export async function openApi(): Promise<string> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'veche-docs-'));
  const random = { bytes: (length: number) => new Uint8Array(length) };
  const ports = await openEmbedded({ dataFolder, clock: systemClock, random });
  const parts = { ...ports, clock: systemClock, random, logger: silentLogger };
  const http = await buildHttp({
    trustedProxies: 0,
    publicAddress: { tls: false, publicUrl: '' },
    certificate: undefined,
    logger: silentLogger,
    limits: ports.limits,
    isDraining: () => false,
  });
  const identity = await openIdentity({ ...parts, accountDeleted: async () => undefined });
  const conferences = await openConferences({
    ...parts,
    signedIn: async () => undefined,
    stillSignedIn: async () => false,
    accountName: async () => undefined,
    accountEmail: async () => undefined,
    emptyMeetingEndsMs: 3_600_000,
    publicUrl: () => '',
    route: async () => undefined,
    chatUrl: () => '',
    iceServers: () => [],
    live: () => undefined,
    endConference: () => undefined,
    conferenceDeleted: async () => undefined,
    soundModeChosen: () => undefined,
    lobbyChosen: () => undefined,
    roomsPrepared: () => undefined,
  });
  const chat = await openChat({
    ...parts,
    allowPrograms: false,
    redeemChatPlace: async () => undefined,
    person: async () => undefined,
    liveName: () => undefined,
    whereabouts: () => undefined,
    doorWhileClosed: async () => 'shut',
    parentOf: async () => undefined,
    rooms: async () => [],
    requireOwner: (conferenceId, userId) => conferences.requireOwner(conferenceId, userId),
    signedIn: async () => undefined,
  });
  const recordings = await openRecordings({
    ...parts,
    signedIn: async () => undefined,
    conference: async () => undefined,
    accountName: async () => undefined,
    accountEmail: async () => undefined,
    accountByEmail: async () => undefined,
    participantName: async () => undefined,
    messages: async () => [],
    control: async () => {
      throw new VecheError('not_recording');
    },
    freeBytes: async () => Number.POSITIVE_INFINITY,
    quotaBytes: null,
    chunksKeptMs: 0,
    recordingsKeptMs: null,
    canRender: false,
    recordingUrlChanged: async () => undefined,
  });
  await http.register(identity.plugin);
  await http.register(conferences.plugin);
  await http.register(chat.plugin);
  await http.register(recordings.plugin);
  addHealth(http, async () => ({ draining: false, webAppBuilt: true, sqlAnswers: true, media: undefined }));
  await http.ready();
  const text = `${JSON.stringify(http.swagger(), undefined, 2)}\n`;
  await http.close();
  identity.close();
  await recordings.close();
  await chat.close();
  await conferences.close();
  await ports.close();
  await rm(dataFolder, { recursive: true });
  return text;
}
