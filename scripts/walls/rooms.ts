/**
 * The rooms of the house and the arrows between them, as a table. Every source file belongs to the first room whose
 * folder it lies in; whatever a row does not list is not allowed.
 */
export interface Room {
  readonly name: string;
  /** Folders or files, from the repository's root. */
  readonly at: readonly string[];
  /** Rooms that it may import from, besides itself, kernel and contracts. */
  readonly sees: readonly string[];
  /** Third-party packages, and `node:` modules; `node:*` stands for all of them. */
  readonly packages: readonly string[];
  /** No I/O, no clock, no randomness: time and random bytes come in as arguments. */
  readonly pure?: true;
  /** May look at the process's environment. */
  readonly readsEnvironment?: true;
}

const media = [
  'media/wire',
  'media/machines',
  'media/plane',
  'media/plane-ts',
  'media/audio',
  'media/control',
  'media/recorder',
  'media/host',
];
const packages = ['ports', 'rpc', 'adapters', 'profiles', 'client', 'headless', 'testkit'];
const services = ['identity', 'conferences', 'chat', 'recordings'];
const webrtcPeers = ['@roamhq/wrtc', 'werift', 'node-datachannel', 'mediasoup-client'];
const serviceParts = [
  'fastify',
  '@fastify/type-provider-typebox',
  'typebox',
  'kysely',
  'uuid',
  'node:crypto',
  'node:http',
];

export const rooms: readonly Room[] = [
  {
    name: 'tooling',
    at: ['vitest.config.ts', 'apps/web/vite.config.ts', 'e2e/vitest.config.ts'],
    sees: [],
    packages: ['node:*', 'vite', 'vitest', '@vitejs/plugin-react'],
    readsEnvironment: true,
  },

  { name: 'kernel', at: ['packages/kernel'], sees: [], packages: [], pure: true },
  { name: 'contracts', at: ['packages/contracts'], sees: [], packages: ['typebox'], pure: true },
  { name: 'ports', at: ['packages/ports'], sees: [], packages: ['kysely'] },
  { name: 'rpc', at: ['packages/rpc'], sees: [], packages: ['ws', 'typebox'] },
  { name: 'adapters', at: ['packages/adapters'], sees: ['ports'], packages: ['kysely', 'node:*'] },
  {
    name: 'profiles',
    at: ['packages/profiles'],
    sees: ['ports', 'adapters'],
    packages: ['node:fs', 'node:fs/promises', 'node:path'],
  },
  { name: 'client', at: ['packages/client'], sees: [], packages: ['mediasoup-client'] },
  {
    name: 'headless',
    at: ['packages/headless'],
    sees: ['client', 'testkit'],
    packages: ['node:*', 'typebox', 'ws', ...webrtcPeers],
  },
  {
    name: 'testkit',
    at: ['packages/testkit'],
    sees: ['media/wire', 'media/machines'],
    packages: ['node:*', 'fastify', 'vitest', 'fast-check'],
  },

  {
    name: 'identity',
    at: ['services/identity'],
    sees: ['ports'],
    packages: [...serviceParts, '@node-rs/argon2', 'opossum'],
  },
  { name: 'conferences', at: ['services/conferences'], sees: ['ports'], packages: serviceParts },
  {
    name: 'chat',
    at: ['services/chat'],
    sees: ['ports', 'rpc'],
    packages: [
      ...serviceParts,
      'ws',
      'node:stream',
      'node:zlib',
      'node:worker_threads',
      // Of the confined child that makes previews.
      'node:child_process',
      'node:fs',
      'node:module',
      'node:os',
      'node:path',
      '@silvia-odwyer/photon-node',
      '@jsquash/webp',
    ],
  },
  {
    name: 'recordings',
    at: ['services/recordings'],
    sees: ['ports'],
    packages: [
      ...serviceParts,
      'mediabunny',
      // Of ffmpeg, which is a program of its own.
      'node:child_process',
      'node:events',
      'node:fs',
      'node:fs/promises',
      'node:os',
      'node:path',
      'node:stream',
      'node:worker_threads',
    ],
  },

  { name: 'media/fuzz', at: ['media/fuzz.test.ts'], sees: [...media, 'rpc'], packages: [], readsEnvironment: true },
  { name: 'media/wire', at: ['media/wire'], sees: [], packages: [], pure: true },
  { name: 'media/machines', at: ['media/machines'], sees: ['media/wire'], packages: ['node:crypto'], pure: true },
  { name: 'media/plane', at: ['media/plane'], sees: ['media/wire'], packages: [], pure: true },
  {
    name: 'media/plane-ts',
    at: ['media/plane-ts'],
    sees: ['media/plane', 'media/wire', 'media/machines'],
    packages: ['node:crypto', 'node:dgram', 'node:net', 'node:os', 'node:events'],
  },
  {
    name: 'media/audio',
    at: ['media/audio'],
    sees: ['media/wire', 'media/machines', 'media/plane', 'testkit'],
    packages: ['node:worker_threads', 'node:fs', 'node:fs/promises', 'node:module', 'node:url', 'node:child_process'],
  },
  {
    name: 'media/control',
    at: ['media/control'],
    sees: ['media/wire', 'media/machines', 'media/plane', 'media/audio', 'media/recorder'],
    packages: [],
    pure: true,
  },
  {
    name: 'media/recorder',
    at: ['media/recorder'],
    sees: ['media/wire', 'media/machines', 'media/plane'],
    packages: ['mediabunny', 'node:crypto', 'node:fs', 'node:fs/promises', 'node:path', 'node:worker_threads'],
  },
  {
    name: 'media/host/interop',
    at: ['media/host/interop'],
    sees: [...media, 'rpc'],
    packages: ['node:*', 'vitest', ...webrtcPeers],
  },
  { name: 'media/host', at: ['media/host'], sees: [...media, 'rpc'], packages: ['node:*', 'ws', 'typebox', 'uuid'] },

  {
    name: 'server',
    at: ['apps/server'],
    sees: ['ports', 'profiles', 'media/host', ...services],
    packages: [
      'node:*',
      'fastify',
      '@fastify/cookie',
      '@fastify/static',
      '@fastify/swagger',
      '@fastify/type-provider-typebox',
      'helmet',
      'kysely',
      'pino',
      'prom-client',
      'typebox',
      'ws',
    ],
  },
  {
    name: 'web',
    at: ['apps/web'],
    sees: ['client'],
    packages: ['react', 'react-dom', 'react-redux', '@reduxjs/toolkit', 'react-router', 'hls.js'],
  },

  {
    name: 'e2e',
    at: ['e2e'],
    sees: [...media, 'media/host/interop', ...packages, ...services, 'server', 'web'],
    packages: ['node:*', 'vitest', 'puppeteer-core', 'axe-core', 'ws', ...webrtcPeers],
    readsEnvironment: true,
  },
  {
    name: 'bench',
    at: ['bench'],
    sees: [...media, ...packages, 'recordings', 'server', 'e2e'],
    packages: ['node:*', 'ws', 'puppeteer-core', ...webrtcPeers],
    readsEnvironment: true,
  },
  {
    name: 'scripts',
    at: ['scripts'],
    sees: ['server', 'e2e', ...services, ...packages],
    packages: ['node:*', 'fastify', 'typebox', 'puppeteer-core'],
    readsEnvironment: true,
  },
];

/** The one folder of the program that may read the environment. */
export const settingsFolder = 'apps/server/config/';

/** What tests may use on top of their room's row: the test tools, and the real parts behind the ports. */
export const testsMaySee: readonly string[] = [
  'testkit',
  'ports',
  'adapters',
  'profiles',
  'client',
  'media/wire',
  'media/machines',
  'media/plane',
  'media/plane-ts',
  'media/host',
];
export const testsMayUse: readonly string[] = [
  'node:*',
  'vitest',
  'fast-check',
  'fastify',
  'kysely',
  'ws',
  ...webrtcPeers,
];

/** Tests, the suites that tests of several rooms share, and their fixtures. */
export const isTest = (path: string): boolean =>
  /\.(test|fuzz)\.tsx?$/.test(path) || /(^|\/)(suite|fixtures)\//.test(path) || /-suite\.ts$/.test(path);

export const roomOf = (path: string): Room | undefined =>
  rooms.find(({ at }) => at.some((place) => path === place || path.startsWith(`${place}/`)));
