/** `node scripts/generate-docs.ts`: writes docs/reference from the code; with `--check` it only compares, exit code 1 on a difference. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorsPage } from './docs/errors-page.ts';
import { openApi } from './docs/openapi.ts';
import { settingsPage, settingsSample } from './docs/settings-page.ts';

const folder = join(import.meta.dirname, '../docs/reference');
const pages: Readonly<Record<string, string>> = {
  'settings.md': settingsPage(),
  'settings.sample.env': settingsSample(),
  'errors.md': errorsPage(),
  'openapi.json': await openApi(),
};

const onlyCheck = process.argv.includes('--check');
for (const [name, text] of Object.entries(pages)) {
  const file = join(folder, name);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  if (onlyCheck) {
    console.error(`docs/reference/${name} is out of date: run node scripts/with-node.mjs scripts/generate-docs.ts`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, text);
    console.log(`Wrote docs/reference/${name}`);
  }
}
