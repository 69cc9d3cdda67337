/** The project's own files on the disk: what the walls, the setup and the documents' checks look through. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const passedOver = new Set(['node_modules', 'dist', 'data', 'output', 'results']);

/** Every .ts, .tsx and .mjs file below `root`, as paths from there with forward slashes, sorted. */
export function sourceFiles(root: string, folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.') && !passedOver.has(name))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return sourceFiles(root, path);
      return /\.(ts|tsx|mjs)$/.test(entry.name) ? [path] : [];
    })
    .sort();
}

/** The workspace packages: name, as in `@veche/kernel`, to folder. */
export function workspaceFolders(root: string): Map<string, string> {
  const folders = ['apps', 'services', 'packages'].flatMap((parent) =>
    readdirSync(join(root, parent)).map((name) => `${parent}/${name}`),
  );
  const found = new Map<string, string>();
  for (const folder of [...folders, 'media']) {
    try {
      const { name } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as { name: string };
      found.set(name, folder);
    } catch {
      // A folder without a package is nothing that can be imported by name.
    }
  }
  return found;
}
