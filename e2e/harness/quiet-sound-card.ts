/** Firefox starts no AudioContext on a machine without a sound card: a PulseAudio of our own with a null sink stands in for one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SoundCard {
  /** To be added to the browser's environment. */
  readonly environment: Record<string, string>;
  stop(): Promise<void>;
}

export async function startQuietSoundCard(): Promise<SoundCard> {
  if (!existsSync('/usr/bin/pulseaudio')) throw new Error('/usr/bin/pulseaudio is missing: .ci/run installs it');
  const folder = await mkdtemp(join(tmpdir(), 'veche-sound-'));
  const socket = join(folder, 'native');
  const child = spawn(
    '/usr/bin/pulseaudio',
    [
      '-n',
      '--daemonize=no',
      '--exit-idle-time=-1',
      '-L',
      'module-null-sink sink_name=quiet',
      '-L',
      `module-native-protocol-unix auth-anonymous=1 socket=${socket}`,
    ],
    { env: { PATH: process.env.PATH, HOME: folder, XDG_RUNTIME_DIR: folder }, stdio: 'ignore' },
  );
  await untilThere(socket, child);
  return {
    environment: { PULSE_SERVER: `unix:${socket}` },
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilThere(socket: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (existsSync(socket)) return;
    if (child.exitCode !== null) throw new Error(`pulseaudio stopped with code ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('pulseaudio did not open its socket');
}
