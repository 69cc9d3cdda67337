/** Text that only this program can have written: HMAC-SHA-256 over it with a secret of its own. */
import { createHmac, timingSafeEqual } from 'node:crypto';
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

/** Letters, digits, `-`, `_` and one dot. */
export function signedText(text: string, secret: Uint8Array): string {
  const claims = Buffer.from(text).toString('base64url');
  return `${claims}.${signature(claims, secret)}`;
}

/** Undefined for everything that `signedText` did not answer under this secret, to the letter. */
export function verifiedText(signed: string, secret: Uint8Array): string | undefined {
  const [claims = '', given = '', ...rest] = signed.split('.');
  const [right, theirs] = [Buffer.from(signature(claims, secret)), Buffer.from(given)];
  if (rest.length > 0 || right.length !== theirs.length || !timingSafeEqual(right, theirs)) return undefined;
  return Buffer.from(claims, 'base64url').toString();
}

function signature(claims: string, secret: Uint8Array): string {
  return createHmac('sha256', secret).update(claims).digest('base64url');
}
