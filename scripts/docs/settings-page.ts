/** The reference page of the settings and the sample environment file, written from the schema. */
import { inWords, settingSchema } from '../../apps/server/config/parse-settings.ts';
import { type SettingName, settingNames } from '../../apps/server/config/settings.ts';

export function settingsPage(): string {
  const rows = settingNames.map(
    (name) =>
      `| \`${name}\` | ${cell(inWords(name))} | ${defaultOf(name) === '' ? '' : `\`${cell(defaultOf(name))}\``} | ${cell(settingSchema(name).description)} |`,
  );
  return [
    '# Settings',
    '',
    'Veche reads its settings from the environment, and needs none of them. A wrong value or an unknown `VECHE_…` name stops the start with a sentence that says what to correct.',
    '',
    '| Name | Must be | Default | What it does |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    'This page is generated from `apps/server/config/settings.ts` by `scripts/generate-docs.ts`.',
    '',
  ].join('\n');
}

export function settingsSample(): string {
  const blocks = settingNames.map((name) => `# ${settingSchema(name).description}\n#${name}=${defaultOf(name)}\n`);
  return `# Every setting of Veche with its default. Take the # away where you want another value.\n\n${blocks.join('\n')}`;
}

function defaultOf(name: SettingName): string {
  const { default: value } = settingSchema(name);
  return Array.isArray(value) ? value.join(',') : String(value);
}

const cell = (text: string): string => text.replaceAll('|', '\\|');
