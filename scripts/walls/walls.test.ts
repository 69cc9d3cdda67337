import { describe, expect, it } from 'vitest';
import { judgeFile, maxLines } from './judge-file.ts';
import { rooms } from './rooms.ts';
import { scanImports } from './scan-imports.ts';

const workspaces = new Map([
  ['@veche/kernel', 'packages/kernel'],
  ['@veche/contracts', 'packages/contracts'],
  ['@veche/adapters', 'packages/adapters'],
  ['@veche/identity', 'services/identity'],
  ['@veche/conferences', 'services/conferences'],
  ['@veche/media', 'media'],
  ['@veche/testkit', 'packages/testkit'],
  ['@veche/client', 'packages/client'],
]);
const judge = (path: string, source: string): string[] => judgeFile(path, source, workspaces);
const importing = (specifier: string): string => `import { x } from '${specifier}';\n`;

describe('scanning imports', () => {
  it('finds every way to import', () => {
    const source = [
      "import a from 'one';",
      "import type { B } from 'two';",
      "import {\n  c,\n  d,\n} from 'three';",
      "export { e } from 'four';",
      "import 'five';",
      `const f = await ${'import'}('six');`,
    ].join('\n');
    expect(scanImports(source).sort()).toEqual(['five', 'four', 'one', 'six', 'three', 'two']);
  });

  it('passes over comments and plain text', () => {
    expect(scanImports("// import a from 'one'\n/** import b from 'two' */\nconst words = 'from here';\n")).toEqual([]);
  });
});

describe('the walls', () => {
  it.each([
    ['packages/ports/sql/sql.ts', '@veche/kernel/clock.ts'],
    ['services/identity/plugin.ts', '@veche/contracts/errors.ts'],
    ['services/identity/gate/hasher.ts', '@node-rs/argon2'],
    ['media/machines/ice.ts', '../wire/stun.ts'],
    ['media/machines/dtls/keys.ts', 'node:crypto'],
    ['media/host/worker.ts', '../plane-ts/plane.ts'],
    ['services/identity/join.int.test.ts', '@veche/adapters/sqlite/sqlite-sql.ts'],
    ['media/wire/rtp.test.ts', '@veche/testkit/fuzz.ts'],
    ['media/wire/rtp.test.ts', 'node:crypto'],
  ])('lets %s import %s', (path, specifier) => {
    expect(judge(path, importing(specifier))).toEqual([]);
  });

  it.each([
    ['packages/kernel/clock.ts', '@veche/contracts/errors.ts'],
    ['packages/kernel/clock.ts', 'node:fs'],
    ['services/identity/plugin.ts', '@veche/conferences/plugin.ts'],
    ['services/identity/plugin.ts', '@veche/adapters/sqlite/sqlite-sql.ts'],
    ['services/conferences/join.ts', '@node-rs/argon2'],
    ['media/wire/rtp.ts', '../machines/ice.ts'],
    ['media/wire/rtp.ts', 'node:buffer'],
    ['media/control/router.ts', 'node:crypto'],
    ['media/control/router.ts', '../plane-ts/plane.ts'],
    ['packages/client/call.ts', 'react'],
    ['packages/client/call.ts', '../contracts/errors.ts'],
    ['apps/server/program.ts', '@veche/adapters/sqlite/sqlite-sql.ts'],
    ['apps/web/src/main.tsx', 'node:path'],
    ['apps/server/program.ts', 'node:process'],
    ['apps/server/program.ts', 'left-pad'],
  ])('stops %s from importing %s', (path, specifier) => {
    expect(judge(path, importing(specifier))).toHaveLength(1);
  });

  it('stops a file that no room covers', () => {
    expect(judge('attic/box.ts', '')).toEqual([expect.stringContaining('no room covers')]);
  });

  it('keeps the environment to the settings', () => {
    const source = 'export const port = process.env.PORT;\n';
    expect(judge('services/identity/plugin.ts', source)).toHaveLength(1);
    expect(judge('apps/server/program.ts', source)).toHaveLength(1);
    expect(judge('apps/server/config/environment.ts', source)).toEqual([]);
    expect(judge('apps/server/program.int.test.ts', source)).toEqual([]);
  });

  it.each(['Date.now()', 'Math.random()', 'setTimeout(f, 1)', 'randomBytes(4)'])(
    'keeps %s out of pure rooms',
    (code) => {
      expect(judge('media/machines/ice.ts', `${code};\n`)).toHaveLength(1);
      expect(judge('media/host/timers.ts', `${code};\n`)).toEqual([]);
    },
  );

  it('stops a file that grew too long', () => {
    expect(judge('apps/server/program.ts', '\n'.repeat(maxLines))).toEqual([]);
    expect(judge('apps/server/program.ts', '\n'.repeat(maxLines + 1))).toHaveLength(1);
  });

  it('names only rooms that exist in its arrows', () => {
    const names = new Set(rooms.map(({ name }) => name));
    expect(rooms.flatMap(({ sees }) => sees).filter((name) => !names.has(name))).toEqual([]);
  });
});
