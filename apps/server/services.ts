/**
 * Puts the services and the media server together: what one wants of another goes through here, since none knows its
 * siblings. In one process these are direct calls.
 */
import { availableParallelism } from 'node:os';
import { type ChatService, openChat } from '@veche/chat/chat-service.ts';
import { type ConferencesService, openConferences } from '@veche/conferences/conferences-service.ts';
import { chatSocketPath } from '@veche/contracts/chat/chat-files.ts';
import { type Identity, openIdentity } from '@veche/identity/identity.ts';
import type { Clock } from '@veche/kernel/clock.ts';
import type { Disposables } from '@veche/kernel/disposables.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import type { Random } from '@veche/kernel/random.ts';
import {
  type MediaServer,
  type MediaServerNeeds,
  type MediaServerSettings,
  startMediaServer,
} from '@veche/media/host/media-server.ts';
import type { Ports } from '@veche/profiles/embedded.ts';
import type { RecordingsService } from '@veche/recordings/recordings-service.ts';
import type { FastifyRequest } from 'fastify';
import type { Settings } from './config/settings.ts';
import { signallingPath } from './http/socket-upgrade.ts';
import { insist } from './insist.ts';
import { StartRefused } from './listen.ts';
import { openRecording, spoolFolder } from './recording.ts';

export interface Services {
  readonly identity: Identity;
  readonly conferences: ConferencesService;
  readonly chat: ChatService;
  readonly media: MediaServer;
  readonly recordings: RecordingsService;
}

export interface ServicesNeeds {
  readonly ports: Ports;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  isDraining(): boolean;
}

/** Each service adds its closing to `opened` as soon as it is open. */
export async function openServices(needs: ServicesNeeds, opened: Disposables): Promise<Services> {
  const { ports, settings, clock, random, logger } = needs;
  const startedAtMs = clock.nowMs();
  const closed = new AbortController();
  const closing = closed.signal;
  const kept = Promise.withResolvers<RecordingsService>();
  // If it is never kept, the start fails elsewhere, and says why there.
  kept.promise.catch(() => undefined);
  // The workers load while the services open; nobody can come in before all stand.
  const media = startMedia(settings, {
    redeemPlace: async (participantToken) => conferences.redeemPlace(participantToken),
    recordings: {
      recordingBegun: async (begun) => (await kept.promise).recordingBegun(begun),
      recordingChanged: async (change) => (await kept.promise).recordingChanged(change),
      storeChunk: async (chunk, content) => (await kept.promise).storeChunk(chunk, content),
    },
    conferenceEnded: async (conferenceId) => {
      await conferences.conferenceEnded(conferenceId);
      chat.conferenceEnded(conferenceId);
    },
    soundModeChosen: async (conferenceId, mode) => conferences.soundModeChosen(conferenceId, mode),
    lobbyChosen: async (conferenceId, lobby) => conferences.lobbyChosen(conferenceId, lobby),
    participantRemoved: async (conferenceId, participantId) => {
      for (const place of await conferences.participantRemoved(conferenceId, participantId)) {
        // The media server itself puts out the one whom it names.
        if (place.participantId !== participantId) {
          standing.removeParticipant(conferenceId, place.participantId, 'removed');
        }
        chat.placeWithdrawn(conferenceId, place.participantId);
      }
      // Not waited for: they are put out the sooner.
      chat.lookAgain(conferenceId).catch((err: unknown) => {
        logger.error({ err, conferenceId }, 'Who else may be somebody who was put out was not looked at');
      });
    },
    roomsKept: async (conferenceId, rooms) => {
      for (const gone of await conferences.roomsKept(conferenceId, rooms)) chat.conferenceEnded(gone);
    },
    openRoomChat: async (conferenceId, roomId, participantId) =>
      conferences.openRoomChat(conferenceId, roomId, participantId),
    liveChanged: (live) => conferences.liveChanged(live),
    attended: (event) => conferences.attended(event),
    attendanceSettled: () => conferences.attendanceSettled(),
    roleChanged: (conferenceId, participantId, role) => chat.roleChanged(conferenceId, participantId, role),
    logger: logger.child({ room: 'media' }),
    clock,
    random,
  });
  // If it fails, the await below tells; until then nobody else may.
  media.catch(() => undefined);
  const closeMedia = once(async () => (await media.catch(() => undefined))?.close());
  opened.add(closeMedia);
  // Whoever waits for it where the start fails.
  opened.add(() => kept.reject(new Error('The server did not start')));

  const identity = await openIdentity({
    ...ports,
    clock,
    random,
    logger: logger.child({ room: 'identity' }),
    accountDeleted: async (userId) => {
      await recordings.accountDeleted(userId);
      await conferences.accountDeleted(userId);
    },
  });
  opened.add(() => identity.close());

  const conferences: ConferencesService = await openConferences({
    ...ports,
    clock,
    random,
    logger: logger.child({ room: 'conferences' }),
    emptyMeetingEndsMs: settings.VECHE_EMPTY_MEETING_ENDS_MINUTES * 60_000,
    signedIn: (request, reply) => identity.signedIn(request, reply),
    stillSignedIn: (account) => identity.stillSignedIn(account),
    accountName: async (userId) => (await identity.user(userId))?.name,
    accountEmail: async (userId) => (await identity.user(userId))?.email,
    publicUrl: (request) => publicUrl(request, settings.VECHE_PUBLIC_URL),
    route: async (_conferenceId, origin) => {
      const isFree = (await media).health().workersUp > 0 && !needs.isDraining();
      return isFree ? { mediaUrl: `${origin.replace(/^http/, 'ws')}${signallingPath}` } : undefined;
    },
    chatUrl: (chatToken, origin) => `${origin.replace(/^http/, 'ws')}${chatSocketPath}${chatToken}`,
    iceServers: () => settings.VECHE_ICE_SERVERS,
    live: (conferenceId) => standing.live(conferenceId),
    soundModeChosen: (conferenceId, mode) => standing.setSoundMode(conferenceId, mode),
    lobbyChosen: (conferenceId, lobby) => standing.setLobby(conferenceId, lobby),
    roomsPrepared: (conferenceId, kept) => standing.prepareRooms(conferenceId, kept),
    endConference: (conferenceId) => {
      standing.endConference(conferenceId, 'endedForAll');
      chat.conferenceEnded(conferenceId);
      const atMs = clock.nowMs();
      // Of one that goes on the media server tells the end, behind the last chunk; a room's, too.
      const end = () => recordings.conferenceEnded(conferenceId, atMs, (id) => standing.isRecording(id));
      void insist(end, {
        closing,
        onFailure: (err) =>
          logger.error({ err, conferenceId }, 'Recordings of a meeting that is over are not ended yet'),
      });
    },
    conferenceDeleted: async (conferenceId) => {
      await recordings.conferenceDeleted(conferenceId);
      await chat.conferenceDeleted(conferenceId);
    },
  });
  opened.add(() => conferences.close());

  const chat: ChatService = await openChat({
    ...ports,
    clock,
    logger: logger.child({ room: 'chat' }),
    allowPrograms: settings.VECHE_CHAT_PROGRAMS === 'allowed',
    redeemChatPlace: (chatToken) => conferences.redeemChatPlace(chatToken),
    person: async (conferenceId, participantId) => {
      const person = await conferences.person(conferenceId, participantId);
      const name = standing.participantName(conferenceId, participantId);
      return person === undefined ? undefined : { ...person, name: name ?? person.name };
    },
    liveName: (conferenceId, participantId) => standing.participantName(conferenceId, participantId),
    whereabouts: (conferenceId, participantId) => standing.whereabouts(conferenceId, participantId),
    doorWhileClosed: (conferenceId, participantId) => conferences.doorWhileClosed(conferenceId, participantId),
    parentOf: (conferenceId) => conferences.parentOf(conferenceId),
    rooms: (conferenceId) => conferences.rooms(conferenceId),
    requireOwner: (conferenceId, userId) => conferences.requireOwner(conferenceId, userId),
    signedIn: (request, reply) => identity.signedIn(request, reply),
  });
  opened.add(() => chat.close());

  const recordings: RecordingsService = await openRecording({
    ports,
    settings,
    clock,
    random,
    logger,
    identity,
    conferences,
    chat,
    media: () => media,
  });
  opened.add(() => recordings.close());
  kept.resolve(recordings);

  const standing: MediaServer = await media;
  // Before the services: what it tells of meetings while it closes is still written.
  opened.add(closeMedia);
  const putOut = async (sessionIds: readonly string[]): Promise<void> => {
    for (const { conferenceId, participantId } of await conferences.sessionsEnded(sessionIds)) {
      standing.removeParticipant(conferenceId, participantId);
      chat.placeWithdrawn(conferenceId, participantId);
    }
  };
  identity.events.on('sessionsEnded', ({ sessionIds, reason }) => {
    if (reason === 'tooMany') return;
    putOut(sessionIds).catch((err: unknown) => {
      logger.error({ err }, 'Places in meetings outlived the session that took them');
    });
  });
  // What a crash has left is shipped first: an end comes behind the last chunk.
  const endAbandoned = () =>
    recordings.endAbandoned(startedAtMs, (conferenceId) => conferences.recordingsGoingOn(conferenceId));
  void standing.leftoversShipped().then(() =>
    insist(endAbandoned, {
      closing,
      onFailure: (err) => logger.error({ err }, 'Recordings that a crash has left are not ended yet'),
    }),
  );
  opened.add(() => closed.abort());
  return { identity, conferences, chat, media: standing, recordings };
}

/** What is asked again is answered with the first one's promise. */
function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}

/** Its own words say which address and port it could not have. */
async function startMedia(settings: Settings, needs: MediaServerNeeds): Promise<MediaServer> {
  const { VECHE_MEDIA_HOST: addresses, VECHE_WORKERS: workers } = settings;
  const mediaSettings: MediaServerSettings = {
    listenAddresses: addresses.length === 0 ? ['0.0.0.0', '::'] : addresses,
    announcedAddresses: settings.VECHE_ANNOUNCED_ADDRESS,
    firstPort: settings.VECHE_MEDIA_PORT,
    workers: workers === 0 ? availableParallelism() : workers,
    spoolFolder: spoolFolder(settings),
    video: {
      setting: settings.VECHE_VIDEO_CODEC,
      quietMs: settings.VECHE_VIDEO_CODEC_QUIET_SECONDS * 1_000,
    },
  };
  try {
    return await startMediaServer(mediaSettings, needs);
  } catch (error) {
    const { message } = error as Error;
    if (!message.startsWith('Media cannot listen')) throw error;
    throw new StartRefused(
      `${message}. Stop what holds the port, or choose another one: VECHE_MEDIA_PORT=${settings.VECHE_MEDIA_PORT + 1_000}`,
    );
  }
}

/** The origin by which people reach the program: as configured, else as the request names it. */
export function publicUrl(request: Pick<FastifyRequest, 'protocol' | 'host'>, configured: string): string {
  return configured === '' ? `${request.protocol}://${request.host}` : configured.replace(/\/$/, '');
}
