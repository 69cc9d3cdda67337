/**
 * Turns environment variables into settings, or into sentences that say what is wrong with them. It knows no setting by
 * name except for what two of them mean together: everything else comes from the schema.
 */
import { Value } from 'typebox/value';
import { nearestName } from './nearest-name.ts';
import { isToolVariable, type SettingName, Settings, settingNames } from './settings.ts';

export type ParsedSettings = { readonly settings: Settings } | { readonly problems: readonly string[] };

type Environment = Readonly<Record<string, string | undefined>>;

/** The parts of a setting's schema that parsing and the reference page look at. */
export interface SettingSchema {
  readonly type?: string;
  readonly default: unknown;
  readonly description: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: { readonly type?: string };
}

export const settingSchema = (name: SettingName): SettingSchema =>
  Settings.properties[name] as unknown as SettingSchema;

/** An empty variable counts as absent, as in `VECHE_TLS_CERT=` of an env file. */
export function parseSettings(environment: Environment): ParsedSettings {
  const problems = unknownNames(environment);
  const settings: Record<string, unknown> = {};
  for (const name of settingNames) {
    const schema = settingSchema(name);
    const text = environment[name]?.trim() ?? '';
    const value = text === '' ? schema.default : readValue(text, schema);
    if (value !== undefined && Value.Check(Settings.properties[name], value)) settings[name] = value;
    else problems.push(`${name} must be ${inWords(name)}; it is “${text}”.`);
  }
  const { VECHE_TLS_CERT: certificate, VECHE_TLS_KEY: key } = settings;
  if ((certificate === '') !== (key === '')) {
    problems.push('VECHE_TLS_CERT and VECHE_TLS_KEY belong together: set both, or neither.');
  }
  return problems.length > 0 ? { problems } : { settings: settings as Settings };
}

function unknownNames(environment: Environment): string[] {
  const known = new Set<string>(settingNames);
  return Object.keys(environment)
    .filter((name) => name.startsWith('VECHE_') && !known.has(name) && !isToolVariable(name))
    .map((name) => {
      const meant = nearestName(name, settingNames);
      return `There is no setting ${name}.${meant === undefined ? ' See docs/reference/settings.md.' : ` Did you mean ${meant}?`}`;
    });
}

function readValue(text: string, schema: SettingSchema): unknown {
  if (schema.type === 'integer') return /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
  if (schema.type !== 'array') return text;
  if (schema.items?.type === 'string') return text.split(',').map((part) => part.trim());
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** What a setting must be, as the end of the sentence "X must be …". */
export function inWords(name: SettingName): string {
  const schema = settingSchema(name);
  if (schema.enum !== undefined) return schema.enum.map((choice) => `“${choice}”`).join(' or ');
  if (schema.type === 'integer') return `a whole number from ${schema.minimum} to ${schema.maximum}`;
  if (schema.type === 'array') return schema.items?.type === 'string' ? 'a list separated by commas' : 'a JSON list';
  return name === 'VECHE_PUBLIC_URL' ? 'an address such as https://meet.example.org, without a path' : 'text';
}
