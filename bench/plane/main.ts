/**
 * What the TypeScript plane spends per packet that it sends, held against the floor (seal and send through Node, nothing else) measured in the
 * same run by turns. `npm run bench:plane`; a number as argument takes only that many receivers. Results go to bench/results/plane.json.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { workerFlags } from '@veche/media/host/worker/worker-flags.ts';
import { Child } from './child.ts';
import type { Shape } from './protocol.ts';

const rounds = 3;
const windowMs = 4_000;
const warmUpMs = 1_500;
const payloadBytes = 1_100;
const shapes: readonly Shape[] = [
  { receivers: 2, packetsPerSecond: 1_000, payloadBytes },
  { receivers: 10, packetsPerSecond: 500, payloadBytes },
  { receivers: 50, packetsPerSecond: 300, payloadBytes },
];

interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: sorted[Math.floor(sorted.length / 2)]!, min: sorted[0]!, max: sorted.at(-1)! };
}

async function measure(shape: Shape) {
  const drain = new Child('./drain.ts');
  const profiling = process.argv.includes('--profile') ? ['--cpu-prof', '--cpu-prof-dir=bench/results'] : [];
  const plane = new Child('./plane-process.ts', [...workerFlags, ...profiling]);
  const sender = new Child('./sender.ts');
  const floor = new Child('./floor-process.ts');
  const all = [drain, plane, sender, floor];
  try {
    const { ports } = await drain.ask({ type: 'setUp', shape, ports: [], port: 0 }, 'ready');
    const opened = await plane.ask({ type: 'setUp', shape, ports, port: 0 }, 'ready');
    const camera = await sender.ask({ type: 'setUp', shape, ports, port: opened.ports[0]! }, 'ready');
    await plane.ask({ type: 'setUp', shape, ports, port: camera.ports[0]! }, 'ready');
    await floor.ask({ type: 'setUp', shape, ports, port: 0 }, 'ready');
    const planeUs: number[] = [];
    const floorUs: number[] = [];
    let delivered = 0;
    let forwarded = 0;
    let rssBytes = 0;
    for (let round = 0; round < rounds; round++) {
      sender.tell({ type: 'begin' });
      await pause(warmUpMs);
      plane.tell({ type: 'begin' });
      drain.tell({ type: 'begin' });
      await pause(windowMs);
      const ofPlane = await plane.ask({ type: 'end' }, 'measured');
      const arrived = await drain.ask({ type: 'end' }, 'measured');
      await sender.ask({ type: 'end' }, 'measured');
      planeUs.push(ofPlane.cpuUs / ofPlane.packets);
      delivered += arrived.packets;
      forwarded += ofPlane.packets;
      rssBytes = ofPlane.bytes;
      floor.tell({ type: 'begin' });
      await pause(warmUpMs);
      floor.tell({ type: 'begin' });
      await pause(windowMs);
      const ofFloor = await floor.ask({ type: 'end' }, 'measured');
      floorUs.push(ofFloor.cpuUs / ofFloor.packets);
    }
    const ratio = spread(planeUs.map((us, round) => us / floorUs[round]!));
    return { ...shape, planeUs: spread(planeUs), floorUs: spread(floorUs), ratio, forwarded, delivered, rssBytes };
  } finally {
    await Promise.all(all.map((child) => child.close()));
  }
}

const only = process.argv
  .slice(2)
  .map(Number)
  .find((value) => value > 0);
const results = [];
for (const shape of shapes) {
  if (only !== undefined && shape.receivers !== only) continue;
  results.push(await measure(shape));
}
const show = ({ median, min, max }: Spread) => `${median.toFixed(2)} (${min.toFixed(2)} to ${max.toFixed(2)})`;
console.log(
  'CPU microseconds per packet sent, AEAD_AES_128_GCM, 1,100-byte payloads: median (least to most) of',
  rounds,
);
console.table(
  results.map(({ receivers, packetsPerSecond, planeUs, floorUs, ratio, forwarded, delivered }) => ({
    receivers,
    'packets in per s': packetsPerSecond,
    plane: show(planeUs),
    floor: show(floorUs),
    ratio: show(ratio),
    'delivered %': ((delivered / forwarded) * 100).toFixed(2),
  })),
);
await mkdir('bench/results', { recursive: true });
await writeFile('bench/results/plane.json', `${JSON.stringify({ node: process.version, results }, undefined, 2)}\n`);
