/**
 * The life of the process: settings, start, greeting, then waiting for the signal that ends it. The first signal drains,
 * a second one ends at once; an error that nobody caught ends the process rather than leave it half alive.
 */
import { flushCompileCache } from 'node:module';
import { networkInterfaces } from 'node:os';
import { readEnvironment } from './config/environment.ts';
import { parseSettings } from './config/parse-settings.ts';
import { greeting } from './greeting.ts';
import { StartRefused } from './listen.ts';
import { createLogger } from './log.ts';
import { type Program, startProgram } from './program.ts';

/** A terminal's Ctrl-C may reach us twice, from the terminal and from whoever started us: within this time it is one. */
const sameSignalMs = 500;

export async function runProgram(): Promise<void> {
  const parsed = parseSettings(readEnvironment());
  if ('problems' in parsed) {
    for (const problem of parsed.problems) console.error(problem);
    process.exit(2);
  }
  const { settings } = parsed;
  const onTerminal = process.stdout.isTTY === true;
  const format =
    settings.VECHE_LOG_FORMAT === 'auto' ? (onTerminal ? 'pretty-simple' : 'json') : settings.VECHE_LOG_FORMAT;
  const logger = createLogger({ level: settings.VECHE_LOG_LEVEL, format });
  const die = (err: unknown): void => {
    logger.error({ err }, 'Something broke that nobody caught; the program ends');
    process.exit(1);
  };
  process.on('uncaughtException', die);
  process.on('unhandledRejection', die);

  let program: Program;
  try {
    program = await startProgram(settings, logger);
  } catch (error) {
    if (error instanceof StartRefused) console.error(error.message);
    else logger.error({ err: error }, 'The program could not start');
    process.exit(1);
  }
  const { VECHE_PUBLIC_URL: publicUrl, VECHE_HOST: host } = settings;
  const { port, tls } = program;
  process.stdout.write(greeting({ publicUrl, tls, host, port, interfaces: networkInterfaces() }));
  flushCompileCache();
  endOnSignal(program, settings.VECHE_DRAIN_SECONDS * 1_000);
}

function endOnSignal(program: Program, drainMs: number): void {
  let firstAtMs: number | undefined;
  const end = (): void => {
    if (firstAtMs === undefined) {
      firstAtMs = Date.now();
      program.drain(drainMs).then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
    } else if (Date.now() - firstAtMs > sameSignalMs) {
      process.exit(1);
    }
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}
