/** Puts recordings together with what they want of the other services, and has the ffmpeg of this machine render them. */
import { statfs } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { ChatService } from '@veche/chat/chat-service.ts';
import type { ConferencesService } from '@veche/conferences/conferences-service.ts';
import type { Identity } from '@veche/identity/identity.ts';
import type { Clock } from '@veche/kernel/clock.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import type { Random } from '@veche/kernel/random.ts';
import type { MediaServer } from '@veche/media/host/media-server.ts';
import type { Ports } from '@veche/profiles/embedded.ts';
import { openRecordings, type RecordingsService } from '@veche/recordings/recordings-service.ts';
import { type Ffmpeg, findFfmpeg } from '@veche/recordings/rendering/ffmpeg/find-ffmpeg.ts';
import { coresOf, openRendering } from '@veche/recordings/rendering/open-rendering.ts';
import { searchPath } from './config/environment.ts';
import type { Settings } from './config/settings.ts';

export interface RecordingNeeds {
  readonly ports: Ports;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly identity: Identity;
  readonly conferences: ConferencesService;
  readonly chat: ChatService;
  media(): Promise<MediaServer>;
}

const gigabyte = 1_000_000_000;
const hourMs = 3_600_000;

/** Where the media server spools, before anything is kept. */
export const spoolFolder = ({ VECHE_DATA }: Settings): string => join(VECHE_DATA, 'recording-spool');

export async function openRecording(needs: RecordingNeeds): Promise<RecordingsService> {
  const { ports, settings, clock, random, identity, conferences, chat, media } = needs;
  const logger = needs.logger.child({ room: 'recordings' });
  const ffmpeg = await ffmpegOf(settings, logger);
  const { VECHE_RECORDING_QUOTA_GB: quotaGb, VECHE_RECORDINGS_KEPT_DAYS: keptDays, VECHE_DATA: dataFolder } = settings;
  return await openRecordings(
    {
      ...ports,
      clock,
      random,
      logger,
      signedIn: (request, reply) => identity.signedIn(request, reply),
      conference: (conferenceId) => conferences.recordedConference(conferenceId),
      accountName: async (userId) => (await identity.user(userId))?.name,
      accountEmail: async (userId) => (await identity.user(userId))?.email,
      accountByEmail: async (email) => {
        const user = await identity.userByEmail(email);
        return user && { userId: user.id, name: user.name };
      },
      participantName: async (conferenceId, participantId) =>
        (await media()).participantName(conferenceId, participantId) ?? conferences.participantName(participantId),
      messages: (conferenceId, fromMs, toMs) => chat.saidToAll(conferenceId, fromMs, toMs),
      control: async (conferenceId, action) => (await media()).record(conferenceId, action),
      freeBytes: async () => {
        const { bavail, bsize } = await statfs(dataFolder);
        return bavail * bsize;
      },
      quotaBytes: quotaGb === 0 ? null : quotaGb * gigabyte,
      chunksKeptMs: settings.VECHE_RECORDING_CHUNKS_KEPT_HOURS * hourMs,
      recordingsKeptMs: keptDays === 0 ? null : keptDays * 24 * hourMs,
      canRender: ffmpeg !== undefined,
      recordingUrlChanged: (conferenceId, url) => conferences.recordingUrlChanged(conferenceId, url),
    },
    (parts) =>
      openRendering(parts, {
        ffmpeg,
        workFolder: join(dataFolder, 'rendering'),
        cores: settings.VECHE_RENDER_CORES || coresOf(availableParallelism()),
      }),
  );
}

async function ffmpegOf({ VECHE_FFMPEG: setting }: Settings, logger: Logger): Promise<Ffmpeg | undefined> {
  const search = await findFfmpeg({ setting, searchPath: searchPath() });
  if (search.type === 'none') {
    logger.info({ reason: search.reason }, 'Recordings are delivered as they were recorded: no ffmpeg renders them');
    return undefined;
  }
  const { path, version, fontPath } = search.ffmpeg;
  logger.info({ path, version }, 'Recordings are rendered by ffmpeg');
  if (fontPath === undefined) logger.info({}, 'No font was found: recordings do not show the names of speakers');
  return search.ffmpeg;
}
