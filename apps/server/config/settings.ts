/**
 * Every setting of the program: key, type, default and one sentence, in one schema. Parsing, the reference page and the
 * sample file all come from it, and no other file reads the environment.
 */

import { limits } from '@veche/contracts/limits.ts';
import { IceServer } from '@veche/contracts/rest/conferences.ts';
import Type, { type Static } from 'typebox';

const listOf = (description: string) => Type.Array(Type.String({ minLength: 1 }), { default: [], description });

export const Settings = Type.Object({
  PORT: Type.Integer({
    default: 8080,
    minimum: 0,
    maximum: 65_535,
    description: 'TCP port of the web app, the API and signalling; 0 takes any free one.',
  }),
  VECHE_HOST: Type.String({
    default: '',
    description: 'Address to listen on for HTTP; empty means every interface, IPv6 and IPv4.',
  }),
  VECHE_DATA: Type.String({
    default: './data',
    minLength: 1,
    description: 'Folder that keeps accounts, meetings and everything else that must outlive a restart.',
  }),
  VECHE_PUBLIC_URL: Type.String({
    default: '',
    pattern: '^(https?://[^/?#]+/?)?$',
    description:
      'Address under which people open this server, as in https://meet.example.org; empty means the address that each request names.',
  }),
  VECHE_TRUST_PROXY: Type.Integer({
    default: 0,
    minimum: 0,
    maximum: 10,
    description:
      'How many reverse proxies stand in front and set X-Forwarded-For, -Proto and -Host; 0 trusts none. Behind a proxy that is not counted here everybody shares the proxy’s address, and with it the bounds on what one address may do.',
  }),
  VECHE_TLS_CERT: Type.String({
    default: '',
    description: 'File with the TLS certificate chain (PEM); together with VECHE_TLS_KEY it turns HTTPS on.',
  }),
  VECHE_TLS_KEY: Type.String({
    default: '',
    description: 'File with the private key of the certificate (PEM).',
  }),
  VECHE_MEDIA_PORT: Type.Integer({
    default: 40_000,
    minimum: 1,
    maximum: 65_535,
    description: 'UDP and TCP port for sound and video of the first worker; each further worker takes the next one.',
  }),
  VECHE_MEDIA_HOST: listOf(
    'Addresses to listen on for media, separated by commas; empty means every interface, IPv4 and IPv6.',
  ),
  VECHE_ANNOUNCED_ADDRESS: listOf(
    'Addresses that browsers are told to send media to, separated by commas; needed behind NAT; empty means the machine’s own.',
  ),
  VECHE_WORKERS: Type.Integer({
    default: 0,
    minimum: 0,
    maximum: 256,
    description: 'Media worker processes; 0 means one per core.',
  }),
  VECHE_VIDEO_CODEC: Type.Enum(['auto', 'h264', 'vp8'], {
    default: 'auto',
    description:
      'Codec of pictures: auto means H.264 while everybody in a meeting has it, else VP8. With h264, whoever lacks it hears the meeting and sees no pictures.',
  }),
  VECHE_VIDEO_CODEC_QUIET_SECONDS: Type.Integer({
    default: limits.videoCodecQuietMs / 1_000,
    minimum: 1,
    maximum: limits.videoCodecQuietMaxMs / 1_000,
    description:
      'Seconds for which everybody must have had H.264, with no screen shared, before a meeting goes back to it from VP8; doubled each time.',
  }),
  VECHE_ICE_SERVERS: Type.Array(IceServer, {
    default: [],
    description:
      'STUN and TURN servers that browsers are given, as a JSON list such as [{"urls":["turn:turn.example.org"],"username":"u","credential":"c"}].',
  }),
  VECHE_CHAT_PROGRAMS: Type.Enum(['refused', 'allowed'], {
    default: 'refused',
    description: 'Whether programs and scripts that run at a click may be sent as files in the chat.',
  }),
  VECHE_EMPTY_MEETING_ENDS_MINUTES: Type.Integer({
    default: 60,
    minimum: 1,
    maximum: 10_080,
    description:
      'Minutes after which a meeting that everybody has left ends; until then whoever has its link may come back to it.',
  }),
  VECHE_RECORDING_QUOTA_GB: Type.Integer({
    default: 0,
    minimum: 0,
    maximum: 1_000_000,
    description: 'Gigabytes (10⁹ bytes) that the recordings of one account may take; 0 means as much as there is room.',
  }),
  VECHE_RECORDING_CHUNKS_KEPT_HOURS: Type.Integer({
    default: 168,
    minimum: 0,
    maximum: 87_600,
    description:
      'Hours after a meeting for which its recording can be rendered anew; then the recorded parts go, if the rendered file stands. Without ffmpeg they stay.',
  }),
  VECHE_RECORDINGS_KEPT_DAYS: Type.Integer({
    default: 0,
    minimum: 0,
    maximum: 36_500,
    description: 'Days after which recordings are deleted; 0 means that they stay.',
  }),
  VECHE_FFMPEG: Type.String({
    default: '',
    description:
      'Program that renders recordings: a path or a name; empty means the ffmpeg on the PATH, off means none. Without one recordings are delivered as they were recorded.',
  }),
  VECHE_RENDER_CORES: Type.Integer({
    default: 0,
    minimum: 0,
    maximum: 256,
    description:
      'Cores that rendering recordings may take, after everything else on the machine; 0 means half of them.',
  }),
  VECHE_LOG_LEVEL: Type.Enum(['debug', 'info', 'warn', 'error'], {
    default: 'info',
    description: 'The least important log lines still written.',
  }),
  VECHE_LOG_FORMAT: Type.Enum(['auto', 'json', 'pretty-simple'], {
    default: 'auto',
    description: 'How log lines look; auto means pretty-simple on a terminal and json elsewhere.',
  }),
  VECHE_ROLE: Type.Enum(['all'], {
    default: 'all',
    description: 'Which services this process runs; for now one process runs them all.',
  }),
  VECHE_PROFILE: Type.Enum(['embedded'], {
    default: 'embedded',
    description: 'Which technology stands behind the services; for now everything lives in the data folder.',
  }),
  VECHE_DRAIN_SECONDS: Type.Integer({
    default: 10,
    minimum: 0,
    maximum: 86_400,
    description:
      'Seconds that a program asked to end waits for its connections to close; browsers return by themselves, to the same meetings, once a program runs here again.',
  }),
});

export type Settings = Static<typeof Settings>;
export type SettingName = keyof Settings;

export const settingNames = Object.keys(Settings.properties) as SettingName[];

/** Variables that belong to the project's own tools (tests, benches) and that the program passes over. */
export const isToolVariable = (name: string): boolean => /^VECHE_(FUZZ|TEST|E2E|BENCH|DEMO|SOAK)_/.test(name);
