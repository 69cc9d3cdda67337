/** `node scripts/check-flows.ts`: every `path/file.ts` and `path/file.ts#symbol` that docs/flows names must exist. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { namedPlaces, placeProblem } from './docs/named-places.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string): string | undefined => {
  const file = join(root, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
};

const pages = readdirSync(join(root, 'docs/flows')).filter((name) => name.endsWith('.md'));
let count = 0;
for (const page of pages) {
  for (const place of namedPlaces(readFileSync(join(root, 'docs/flows', page), 'utf8'))) {
    count += 1;
    const problem = placeProblem(place, read);
    if (problem === undefined) continue;
    console.error(`docs/flows/${page}: ${problem}`);
    process.exitCode = 1;
  }
}
console.log(`${pages.length} flows name ${count} places`);
