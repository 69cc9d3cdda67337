/** Judges one source file by the table of rooms: what it imports, what it reaches for, how long it is. */
import { posix } from 'node:path';
import { isTest, type Room, roomOf, settingsFolder, testsMaySee, testsMayUse } from './rooms.ts';
import { scanImports, withoutComments } from './scan-imports.ts';

export const maxLines = 400;

const impure =
  /\b(Date\.now\(|new Date\(\)|performance\.now\(|Math\.random\(|setTimeout\(|setInterval\(|setImmediate\(|randomBytes\(|randomUUID\(|getRandomValues\()/;
/** The two places where the outer world's time enters, as a value that others take. */
const sourcesOfTime = ['packages/kernel/clock.ts', 'packages/kernel/random.ts'];

/** What is wrong with the file, each as a sentence; `workspaces` maps a package's name, as in `@veche/kernel`, to its folder. */
export function judgeFile(path: string, source: string, workspaces: ReadonlyMap<string, string>): string[] {
  const room = roomOf(path);
  if (room === undefined) return [`${path}: no room covers this file; give it one in scripts/walls/rooms.ts.`];
  const problems = scanImports(source).flatMap((specifier) => judgeImport(path, room, specifier, workspaces));
  const code = withoutComments(source);
  const test = isTest(path);
  if (
    /\bprocess\.env\b|\bprocess\[/.test(code) &&
    !test &&
    room.readsEnvironment !== true &&
    !path.startsWith(settingsFolder)
  ) {
    problems.push(`${path}: only ${settingsFolder} reads the environment; take the value as a setting.`);
  }
  const reach = impure.exec(code);
  if (room.pure === true && !test && reach !== null && !sourcesOfTime.includes(path)) {
    problems.push(
      `${path}: ${room.name} has no clock, no timers and no randomness of its own, but this uses ${reach[1]}).`,
    );
  }
  const lines = source.split('\n').length - 1;
  if (lines > maxLines) problems.push(`${path}: ${lines} lines; past ${maxLines} something is hiding in it.`);
  return problems;
}

function judgeImport(path: string, room: Room, specifier: string, workspaces: ReadonlyMap<string, string>): string[] {
  const test = isTest(path);
  const target = targetPath(path, specifier, workspaces);
  if (target === undefined) {
    const name = packageName(specifier);
    const allowed = test ? [...room.packages, ...testsMayUse] : room.packages;
    const fits = allowed.includes(name) || (name.startsWith('node:') && allowed.includes('node:*'));
    if (fits && name !== 'node:process') return [];
    return [`${path}: ${room.name} may not use ${name}.`];
  }
  const targetRoom = roomOf(target);
  if (targetRoom === undefined) return [`${path}: ${specifier} leads to ${target}, which is in no room.`];
  if (targetRoom.name === room.name) return [];
  // Tools at the root are no package: they may name a file by its place.
  const from = workspaceOf(path, workspaces);
  const crossesPackages = specifier.startsWith('.') && from !== undefined && from !== workspaceOf(target, workspaces);
  if (crossesPackages) return [`${path}: write ${specifier} with its package’s name, @veche/….`];
  const sees = ['kernel', 'contracts', ...room.sees, ...(test ? testsMaySee : [])];
  const allowed = room.name === 'kernel' && !test ? false : sees.includes(targetRoom.name);
  return allowed ? [] : [`${path}: ${room.name} may not import from ${targetRoom.name} (${specifier}).`];
}

/** The imported file's path from the repository's root; undefined for what comes from outside. */
function targetPath(path: string, specifier: string, workspaces: ReadonlyMap<string, string>): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(path), specifier.replace(/\?.*$/, ''));
  const name = packageName(specifier);
  const folder = workspaces.get(name);
  return folder === undefined ? undefined : posix.join(folder, specifier.slice(name.length + 1));
}

function packageName(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function workspaceOf(path: string, workspaces: ReadonlyMap<string, string>): string | undefined {
  return [...workspaces.values()].find((folder) => path.startsWith(`${folder}/`));
}
