/** The thread behind `KindChecker`: one file after another; what it wants of a file it asks for. */
import { parentPort } from 'node:worker_threads';
import { VecheError } from '@veche/contracts/errors.ts';
import { invariant } from '@veche/kernel/invariant.ts';
import { checkContent } from './check-content.ts';
import type { FromChecker, ToChecker } from './checker-protocol.ts';

invariant(parentPort !== null, 'This file is the start of a thread');
const port = parentPort;
const tell = (message: FromChecker): void => port.postMessage(message);

type Check = Extract<ToChecker, { type: 'check' }>;

const reads = new Map<number, PromiseWithResolvers<Uint8Array>>();
let lastReadId = 0;
let checking: Promise<void> = Promise.resolve();

port.on('message', (message: ToChecker) => {
  if (message.type === 'check') checking = checking.then(() => carryOut(message));
  else takeBytes(message.readId, message.bytes);
});

function takeBytes(readId: number, bytes: Uint8Array | undefined): void {
  const read = reads.get(readId);
  reads.delete(readId);
  if (bytes === undefined) read?.reject(new Error('The file could not be read'));
  else read?.resolve(bytes);
}

async function carryOut({ checkId, name, sizeBytes, allowExecutables }: Check): Promise<void> {
  const read = (firstByte: number, length: number): Promise<Uint8Array> => {
    lastReadId += 1;
    const waiting = Promise.withResolvers<Uint8Array>();
    reads.set(lastReadId, waiting);
    tell({ type: 'read', checkId, readId: lastReadId, firstByte, length });
    return waiting.promise;
  };
  try {
    tell({ type: 'fine', checkId, kind: await checkContent(name, { sizeBytes, read }, { allowExecutables }) });
  } catch (error) {
    if (error instanceof VecheError) tell({ type: 'refused', checkId, code: error.code });
    else
      tell({ type: 'failed', checkId, words: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}
