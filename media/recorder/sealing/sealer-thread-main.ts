/** The sealing thread's entry: one spool file after the other becomes a chunk, so that neither hashing nor containers cost the thread of signalling anything. */
import { readFile } from 'node:fs/promises';
import { parentPort } from 'node:worker_threads';
import { sealChunk } from './seal-chunk.ts';
import type { SealAnswer, SealRequest } from './sealer-protocol.ts';

const port = parentPort!;

port.on('message', ({ requestId, path }: SealRequest) => {
  seal(path).then(
    (sealed) => answer({ requestId, sealed }),
    (error: unknown) =>
      answer({ requestId, error: String(error), code: (error as NodeJS.ErrnoException | undefined)?.code }),
  );
});

async function seal(path: string) {
  return await sealChunk(await readFile(path));
}

function answer(message: SealAnswer): void {
  const bytes = 'sealed' in message ? message.sealed?.bytes.buffer : undefined;
  port.postMessage(message, bytes instanceof ArrayBuffer ? [bytes] : []);
}
