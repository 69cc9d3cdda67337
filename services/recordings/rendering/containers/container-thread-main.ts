/** The container thread: takes files apart and puts them together, one after another, away from whoever answers requests. */
import { parentPort } from 'node:worker_threads';
import { soundOfChunk } from './chunk-sound.ts';
import type { ContainerAnswer, ContainerOrder } from './container-protocol.ts';
import { remuxWebm } from './remux-webm.ts';

let last = Promise.resolve();
parentPort?.on('message', ({ id, order }: { id: number; order: ContainerOrder }) => {
  last = last.then(async () => parentPort?.postMessage({ id, answer: await answer(order) }));
});

async function answer(order: ContainerOrder): Promise<ContainerAnswer> {
  try {
    if (order.type === 'remux') return { type: 'remuxed', pieces: await remuxWebm(order.pieces, order.outPath) };
    const packets = await soundOfChunk(order.bytes, order.container);
    // Copies, or each would take the whole file along.
    return { type: 'sound', packets: packets?.map((packet) => packet.slice()) };
  } catch (error) {
    return { type: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}
