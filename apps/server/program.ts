/**
 * Puts the parts together and takes them apart again: ports, then media server and services, then the open HTTP port.
 * What was opened later closes earlier, and a start that fails half-way leaves nothing open.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@veche/kernel/clock.ts';
import { Disposables } from '@veche/kernel/disposables.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import type { Random } from '@veche/kernel/random.ts';
import { DataFolderInUse, openEmbedded, type Ports } from '@veche/profiles/embedded.ts';
import { sql } from 'kysely';
import type { Settings } from './config/settings.ts';
import { buildHttp } from './http/build-http.ts';
import { answerNotFound } from './http/error-answers.ts';
import { addHealth } from './http/health.ts';
import { addMetrics } from './http/metrics.ts';
import { addSocketUpgrade } from './http/socket-upgrade.ts';
import { addWebApp } from './http/web-app.ts';
import { listen, StartRefused } from './listen.ts';
import { openServices } from './services.ts';

export interface Program {
  readonly port: number;
  readonly tls: boolean;
  /** Starts nothing new, lets running meetings go on for at most `deadlineMs`, then closes everything. */
  drain(deadlineMs: number): Promise<void>;
}

const webFolder = join(import.meta.dirname, '../web/dist');
const systemRandom: Random = { bytes: (length) => randomBytes(length) };

/** Throws StartRefused in words where a person can help. */
export async function startProgram(settings: Settings, logger: Logger): Promise<Program> {
  const opened = new Disposables();
  try {
    return await start(settings, logger, opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function start(settings: Settings, logger: Logger, opened: Disposables): Promise<Program> {
  let draining = false;
  const certificate = readCertificate(settings);
  const publicUrl = settings.VECHE_PUBLIC_URL;
  const publicAddress = { publicUrl, tls: certificate !== undefined || publicUrl.startsWith('https:') };
  const ports = await openPorts(settings);
  opened.add(() => ports.close());

  const trustedProxies = settings.VECHE_TRUST_PROXY;
  const services = await openServices(
    { ports, settings, clock: systemClock, random: systemRandom, logger, isDraining: () => draining },
    opened,
  );
  const { identity, conferences, chat, media, recordings } = services;
  const http = await buildHttp({
    trustedProxies,
    publicAddress,
    certificate,
    logger,
    limits: ports.limits,
    isDraining: () => draining,
  });
  opened.add(() => http.close());
  await http.register(identity.plugin);
  await http.register(conferences.plugin);
  await http.register(chat.plugin);
  await http.register(recordings.plugin);

  addMetrics(http, () => media.metrics(), trustedProxies > 0);
  const webApp = await addWebApp(http, webFolder);
  answerNotFound(http, webApp);
  addHealth(http, async () => ({
    draining,
    webAppBuilt: webApp.isBuilt(),
    sqlAnswers: await sqlAnswers(ports),
    media: media.health(),
  }));
  opened.add(
    addSocketUpgrade(http.server, {
      publicUrl,
      trustedProxies,
      acceptSignalling: (socket, remote) => media.accept(socket, remote),
      acceptChat: (socket, remote) => chat.accept(socket, remote),
    }),
  );

  const port = await listen(http, settings.VECHE_HOST, settings.PORT);
  return {
    port,
    tls: certificate !== undefined,
    drain: async (deadlineMs) => {
      draining = true;
      logger.info({ ...media.health(), deadlineMs }, 'Ending: no new meetings, running ones may finish');
      await Promise.all([media.drain(deadlineMs), chat.drain(deadlineMs)]);
      await opened.close();
    },
  };
}

async function openPorts(settings: Settings): Promise<Ports> {
  try {
    return await openEmbedded({ dataFolder: settings.VECHE_DATA, clock: systemClock, random: systemRandom });
  } catch (error) {
    if (error instanceof DataFolderInUse) {
      throw new StartRefused(
        `The data folder ${settings.VECHE_DATA} is in use: Veche runs there already. Stop that one, or choose another folder with VECHE_DATA.`,
      );
    }
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EACCES' && code !== 'EROFS' && code !== 'ENOTDIR' && code !== 'EEXIST') throw error;
    throw new StartRefused(
      `The data folder ${settings.VECHE_DATA} cannot be written (${code}). Choose another one with VECHE_DATA, or correct its owner.`,
    );
  }
}

function readCertificate(settings: Settings): { cert: Buffer; key: Buffer } | undefined {
  if (settings.VECHE_TLS_CERT === '') return undefined;
  try {
    return { cert: readFileSync(settings.VECHE_TLS_CERT), key: readFileSync(settings.VECHE_TLS_KEY) };
  } catch (error) {
    throw new StartRefused(`The TLS certificate or its key cannot be read: ${(error as Error).message}`);
  }
}

async function sqlAnswers({ sql: storage }: Ports): Promise<boolean> {
  try {
    await sql`select 1`.execute(storage.db);
    return true;
  } catch {
    return false;
  }
}
