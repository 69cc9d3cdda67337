/**
 * Where the program's log lines go: JSON lines for machines, or one plain line each for a person at a terminal. Fields
 * that carry secrets are struck out by name, should one ever get here.
 */
import type { Logger } from '@veche/kernel/logger.ts';
import { type DestinationStream, pino, stdSerializers, stdTimeFunctions } from 'pino';

export interface LogSettings {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly format: 'json' | 'pretty-simple';
}

const secrets = [
  'password',
  'currentPassword',
  'newPassword',
  'joinPassword',
  'token',
  'participantToken',
  'authorization',
  'cookie',
  'credential',
];

/** Lines go to `write`, complete with their line end; standard output when absent. */
export function createLogger(settings: LogSettings, write?: (line: string) => void): Logger {
  const out = write ?? ((line: string) => void process.stdout.write(line));
  const destination: DestinationStream = {
    write: settings.format === 'json' ? out : (line) => out(plainLine(line)),
  };
  return pino(
    {
      level: settings.level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: stdSerializers.err, error: stdSerializers.err },
      redact: { paths: secrets.flatMap((name) => [name, `*.${name}`]), censor: '…' },
    },
    destination,
  );
}

/** `12:04:31 warn  A worker died worker=2`, with a stack trace below where there is one. */
export function plainLine(line: string): string {
  const { time, level, msg, err, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const rest = Object.entries(fields).map(
    ([name, value]) => ` ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const stack = (err as { stack?: string } | undefined)?.stack;
  return `${String(time).slice(11, 19)} ${String(level).padEnd(5)} ${String(msg)}${rest.join('')}\n${stack === undefined ? '' : `${stack}\n`}`;
}
