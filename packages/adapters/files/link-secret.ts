/** The secret that links are signed with: a file of the storage that they lead to. */
import { open, readFile } from 'node:fs/promises';
import { invariant } from '@veche/kernel/invariant.ts';
import type { Random } from '@veche/kernel/random.ts';

const secretBytes = 32;

/** Reads the secret, and makes one when there is none; it is on the disk when this resolves. */
export async function openSecret(file: string, random: Random): Promise<Uint8Array> {
  try {
    return await readSecret(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(random.bytes(secretBytes));
    await handle.sync();
  } finally {
    await handle.close();
  }
  return readSecret(file);
}

async function readSecret(file: string): Promise<Uint8Array> {
  const secret = await readFile(file);
  invariant(
    secret.length === secretBytes,
    `${file} is not the secret of this server’s links: remove it, and a new one is made`,
  );
  return secret;
}
