/**
 * Brings the folder into a state that runs: packages as the lockfile says, web app built from today's sources. When
 * nothing has changed it does nothing, quickly and without the network. Ends the program with words when it cannot be done.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { childEnvironment, fail, findNode, root, run } from './runtime.mjs';

const installStamp = join(root, 'node_modules', '.veche-setup');
const webFolder = join(root, 'apps', 'web');
const webApp = join(webFolder, 'dist');
const unfinishedWebApp = join(webFolder, 'dist-unfinished');
const webStamp = join(webApp, '.veche-build');
const webSources = ['apps/web', 'packages/client', 'packages/contracts', 'packages/kernel'];

/** Packages, then the web app. */
export async function setUp() {
  await setUpPackages();
  const problem = await buildWebApp();
  if (problem !== undefined) fail('', problem);
}

export async function setUpPackages() {
  const lockHash = hashOf([join(root, 'package-lock.json')]);
  if (read(installStamp) !== lockHash) {
    if (!installedByHand()) await install();
    writeFileSync(installStamp, lockHash);
  }
  findNode();
}

/**
 * Nothing to build: resolves at once. Else an app of other sources is gone before this returns, and the new one stands whole
 * or not at all. Resolves with the words for a build that failed.
 */
export async function buildWebApp() {
  const lock = join(root, 'package-lock.json');
  const hash = hashOf([lock, ...webSources.flatMap((folder) => sourcesIn(join(root, folder)))]);
  if (read(webStamp) === hash) return undefined;
  rmSync(webApp, { recursive: true, force: true });
  console.log('Building the web app.');
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const code = await run(findNode(), [vite, 'build', '--logLevel', 'warn', '--outDir', unfinishedWebApp], {
    cwd: webFolder,
    env: childEnvironment({ NODE_ENV: 'production' }),
  });
  if (code !== 0) return `The web app could not be built (Vite ended with code ${code}; its own words stand above).`;
  writeFileSync(join(unfinishedWebApp, '.veche-build'), hash);
  rmSync(webApp, { recursive: true, force: true });
  renameSync(unfinishedWebApp, webApp);
  return undefined;
}

/** Whether somebody ran `npm install`: then npm's own record in node_modules says what the lockfile says. */
function installedByHand() {
  const [wanted, present] = ['package-lock.json', 'node_modules/.package-lock.json'].map((file) => {
    const text = read(join(root, file));
    return text === undefined ? undefined : JSON.parse(text).packages;
  });
  if (wanted === undefined || present === undefined) return false;
  return Object.entries(wanted).every(
    ([path, { version, link, optional }]) =>
      path === '' ||
      !path.startsWith('node_modules/') ||
      optional === true ||
      link === true ||
      present[path]?.version === version,
  );
}

async function install() {
  console.log('Installing packages. This happens once and takes a minute or two.');
  const npm = process.env.npm_execpath;
  const args = [
    'ci',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    '--progress=true',
  ];
  const code = npm?.endsWith('.js')
    ? await run(process.execPath, [npm, ...args], { env: process.env })
    : await run('npm', args, { env: process.env, shell: process.platform === 'win32' });
  if (code !== 0) {
    fail(
      '',
      `The packages could not be installed (npm ended with code ${code}; its own words stand above).`,
      'The first start needs the network: check the connection or npm’s proxy and registry, then run the same command again.',
    );
  }
}

function sourcesIn(folder) {
  const found = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('dist') || entry.name === 'node_modules' || entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...sourcesIn(path));
    else if (!/\.(test|fuzz)\.tsx?$/.test(entry.name)) found.push(path);
  }
  return found.sort();
}

function hashOf(files, seed = '') {
  const hash = createHash('sha256').update(seed);
  for (const file of files) hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await setUp();
